package dev.sluice.scrub.national;

import static dev.sluice.scrub.national.Identifier.checked;
import static dev.sluice.scrub.national.Identifier.shaped;

import dev.sluice.scrub.policy.Kind;
import java.util.List;

/** Passports, driving licences and vehicles of all countries, most of which have no check digit. */
final class Documents {
    static final List<Identifier> ALL = List.of(
            shaped(
                    Kind.PASSPORT,
                    "XXXXXX XXXXXXX XXXXXXXX XXXXXXXXX XXXXXXXXXX",
                    Documents::passport,
                    "passport*, travel document*, reisepass*, reisedokument*, pass nr, passnummer*, passeport*, pasaporte*,"
                            + " passaporto*, passaporte*, paspoort*, reisdocument*, paszport*, pasport*, cestovni pas*,"
                            + " cestovny pas*, utlevel*, pasaport*, putovnica*, putna isprava*, potni list*, pases*, passi*,"
                            + " passnummer*, rejsepas*, diabatirio*, διαβατηριο*, паспорт*, загранпаспорт*, 护照*, 護照*,"
                            + " 旅券*, パスポート*, 여권*, หนังสือเดินทาง*, ho chieu*, paspor*, جواز*, דרכון*, पासपोर्ट*"),
            shaped(
                    Kind.DRIVING_LICENCE,
                    "XXXXX XXXXXX XXXXXXX XXXXXXXX XXXXXXXXX XXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX"
                            + " XXXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX",
                    Documents::licence,
                    "driving licence*, driving license*, driver licence*, driver license*, drivers licence*, drivers license*,"
                            + " driver s licence*, driver s license*, licence number*, license number, licence no, license no,"
                            + " my license!, my licence, your license!, his license!, her license!, dl no, dl number, dln,"
                            + " fuhrerschein*, fuehrerschein*, permis de conduire*, permis conduire*, permiso de conducir*,"
                            + " carnet de conducir*, licencia de conducir*, carta de conducao*, carteira de motorista*, cnh,"
                            + " habilitacao*, patente di guida*, patente n, patente nr, rijbewijs*, prawo jazdy*, prawa jazdy*,"
                            + " ridicsky prukaz*, ridicskeho*, vodicsky*, jogositvany*, permis de conducere*, vozacka*,"
                            + " voznisko*, korkort*, forerkort*, korekort*, ajokort*, ehliyet*, surucu belgesi*,"
                            + " водительское*, права серия*, шофьорска*, 驾驶证*, 驾照*, 駕照*, 運転免許*, 운전면허*,"
                            + " ใบขับขี่*, sim nomor*, giay phep lai xe*"),
            shaped(
                    Kind.DRIVING_LICENCE,
                    "999999999999 !99-99-999999-99 ?99_99_999999_99",
                    code -> code.pair(0) >= 11 && code.pair(0) <= 28,
                    "운전면허*, korean license*, license!"),
            checked(
                    Kind.VIN,
                    "XXXXXXXXXXXXXXXXX !XXXXXXXXXXXXXXXXX",
                    Documents::vehicle,
                    code -> isSerial(code) && vehicle(code) && isVehicleCheck(code),
                    "vin, vin number*, vin no, vehicle id*, chassis*, fahrgestell*, fahrzeug ident*,"
                            + " fahrzeugident*, fin!, numero de chasis*, chasis*, bastidor*, telaio*, chassi*, chassisnummer*,"
                            + " vozidla*, nadwozia*, nr vin, numer vin, 車台番号*, 车架号*, 차대번호*"));

    private Documents() {}

    private static boolean passport(Code code) {
        int digits = code.digits();
        boolean date = digits == 8 && code.length == 8 && (code.pair(0) == 19 || code.pair(0) == 20);
        boolean fewDigits = digits < (code.length < 8 ? 5 : 2);
        boolean written = !code.hasLower || code.length - digits <= 3;
        return !date && !fewDigits && written && !code.endsInWords && !(digits == code.length && digits < 7);
    }

    private static boolean licence(Code code) {
        int digits = code.digits();
        boolean written = !code.hasLower || code.length - digits <= 3;
        boolean onlyDigits = digits == code.length;
        boolean date = digits == 8 && code.length == 8 && (code.pair(0) == 19 || code.pair(0) == 20);
        return digits >= (onlyDigits ? 7 : 4) && written && !date && !code.endsInWords;
    }

    /** ISO 3779: no I, O and Q. */
    private static boolean vehicle(Code code) {
        for (int i = 0; i < 17; i++) {
            if (code.isOneOf(i, "IOQ")) {
                return false;
            }
        }
        int digits = code.digits();
        return digits >= 3 && digits <= 15 && !code.endsInWords;
    }

    private static boolean isSerial(Code code) {
        return code.hasDigitAt(13) && code.hasDigitAt(14) && code.hasDigitAt(15) && code.hasDigitAt(16);
    }

    /** 49 CFR 565: the ninth character is the check digit; cars for Europe do without. */
    private static boolean isVehicleCheck(Code code) {
        String values = "12345678 12345 7 923456789";
        String weights = "8765432a098765432";
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            int value = code.hasDigitAt(i) ? code.digit(i) : values.charAt(code.at(i) - 'A') - '0';
            sum += value * (weights.charAt(i) == 'a' ? 10 : weights.charAt(i) - '0');
        }
        return sum % 11 == 10 ? code.at(8) == 'X' : code.at(8) == '0' + sum % 11;
    }
}
