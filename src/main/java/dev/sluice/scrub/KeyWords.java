package dev.sluice.scrub;

import dev.sluice.scrub.national.IdentityKeys;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words that make a key sensitive, without case and separators. Lists: reference of personal data, sections 4 and 5,
 * which follow posthog-js's and Sentry's own.
 */
final class KeyWords {
    /** A word's meaning; ambiguous ones count only with a digit in the value; loose ones also as the end of a longer key. */
    record Word(Kind kind, boolean ambiguous, boolean loose) {}

    private static final Map<String, Word> WORDS = new HashMap<>();
    private static final Map<String, Kind> PARAMETERS = new HashMap<>();
    /** By the last two letters or digits of a word, without their case. */
    private static final boolean[] ENDINGS = new boolean[1 << 12];

    static {
        loose(
                Kind.KEYED_SECRET,
                "password passwd pwd userpass passphrase secret clientsecret apikey xapikey accesskey secretkey privatekey signingkey"
                        + " encryptionkey token accesstoken refreshtoken idtoken authtoken bearertoken sessiontoken csrftoken"
                        + " xsrftoken authorization proxyauthorization credential credentials jwt totp"
                        + " securityanswer recoverycode connectionstring webhookurl");
        exact(
                Kind.KEYED_SECRET,
                "sessionid sid dsn mysqlpwd secretaccesskey awssecretaccesskey awsaccesskeyid webhooksecret"
                        + " phpsessid jsessionid aspnetsessionid laravelsession usersession fasthttpsessionid mysession"
                        + " irissessionid sentrysid verceljwt remembertoken csrf xsrf fastcsrf"
                        + " clave claveacceso kodeord passord parole parool salasana sifre şifre heslo geslo salasõna jelszó"
                        + " пароль 密码 密碼 口令 パスワード 暗証番号 비밀번호 סיסמה mậtkhẩu khẩu parolă sandi katasandi κωδικός κωδικόςπρόσβασης المرور पासवर्ड รหัสผ่าน pswd passwort1 password1 password2");
        loose(
                Kind.KEYED_SECRET,
                "passwort kennwort contraseña contrasena motdepasse senha wachtwoord parola hasło haslo lozinka lösenord"
                        + " losenord adgangskode passcode palavrapasse secretaccesskey accountkey sharedaccesskey sharedkey"
                        + " sharedaccesssignature masterkey authkey sshkey storagekey servicerolekey seedphrase mnemonic"
                        + " recoveryphrase recoverycodes backupcode backupcodes passkey pgpassword sshpass cryptokey"
                        + " hmackey webhookkey secretkeybase passwordconfirmation passwordconfirm"
                        + " passwordrepeat passwordagain passwordhash passworddigest apikeys accesskeys privkey securitytoken");
        loose(Kind.SESSION_COOKIE, "setcookie");
        exact(Kind.SESSION_COOKIE, "cookie cookies");
        ambiguous(Kind.KEYED_SECRET, "pass bearer auth session otp mfa twofactor pin pincode");
        loose(Kind.CREDIT_CARD, "cardnumber cardno ccnumber ccnum creditcard");
        exact(Kind.CREDIT_CARD, "cardholdernumber");
        ambiguous(Kind.CREDIT_CARD, "card pan");
        loose(Kind.CVV, "cvv cvc");
        exact(Kind.CVV, "csc seccode securitycode");
        loose(Kind.IBAN, "iban");
        loose(Kind.BANK_ACCOUNT, "accountnumber bankaccount routingnumber");
        exact(Kind.BANK_ACCOUNT, "cardexp bic swift sortcode payoutaccount");
        ambiguous(Kind.BANK_ACCOUNT, "expiry exp");
        IdentityKeys.ambiguous(KeyWords::ambiguous);
        IdentityKeys.exact(KeyWords::exact);
        IdentityKeys.sure(KeyWords::loose);
        loose(Kind.EMAIL, "email emailaddress emailadresse courriel");
        exact(
                Kind.EMAIL,
                "mail useremail contactemail correo correoelectronico correoelectrónico mailadresse adressemail epost"
                        + " eposta indirizzoemail emailid");
        loose(
                Kind.PHONE,
                "phone phonenumber mobile mobilephone mobilenumber telephone telephonenumber msisdn whatsapp fax faxnumber"
                        + " cellphone telefon telefonnummer telefono teléfono telefone telefoon telefoonnummer mobilnummer"
                        + " handynummer rufnummer téléphone numerotelephone numerotelefono phoneno telno mobileno");
        exact(
                Kind.PHONE,
                "tel cell contactnumber handy mobil movil móvil celular celulare cellulare portable gsm telefonszám"
                        + " matkapuhelin puhelin puhelinnumero puhelinnro cep ceptelefonu телефон 电话 手机 電話番号 전화번호"
                        + " cellnumber telnr phonenr phonenum mobilenum");
        exact(
                Kind.USERNAME,
                "username login userlogin loginname benutzername nutzername nombreusuario nombredeusuario nomutilisateur"
                        + " nomdutilisateur nomeutente nomeusuario gebruikersnaam användarnamn brukernavn brugernavn"
                        + " loginid userhandle handlename nickname nick samaccountname userprincipalname preferredusername");
        loose(
                Kind.PERSON_NAME,
                "firstname lastname middlename fullname givenname familyname surname maidenname forename legalname"
                        + " preferredname vorname nachname familienname geburtsname prenom prénom nomcomplet nomfamille"
                        + " nomdefamille nombrecompleto primernombre segundonombre apellido apellidos primerapellido"
                        + " segundoapellido cognome nomecompleto sobrenome voornaam achternaam tussenvoegsel förnamn"
                        + " efternamn fornavn efternavn etternavn etunimi sukunimi příjmení nazwisko cardholdername"
                        + " accountholdername soyad soyadı фамилия отчество");
        exact(
                Kind.PERSON_NAME,
                "displayname realname cardholder cardholdername nameoncard namefirst namelast namefull fname lname mname"
                        + " imie imię jméno karteninhaber kontoinhaber accountholder ansprechpartner contactperson"
                        + " contactpersoon titulartarjeta intestatario personname fullusername ime имя фио 姓名"
                        + " 名前 氏名 이름 성명 yourname myname secondname addlname additionalname initials");
        loose(
                Kind.STREET_ADDRESS,
                "streetaddress shippingaddress deliveryaddress homeaddress postalcode mailingaddress billingaddress"
                        + " postaladdress residentialaddress workaddress addressline addressline1 addressline2 addressline3"
                        + " streetname housenumber strasse straße hausnummer lieferadresse rechnungsadresse postleitzahl"
                        + " adresse dirección direccion indirizzo endereço endereco codigopostal códigopostal codepostal"
                        + " postnummer postnumber zipcode postcode streetline1 streetline2 fulladdress deliverto shipto"
                        + " billto streetnumber");
        loose(
                Kind.DATE_OF_BIRTH,
                "datanașterii nașterii народження dateofbirth birthdate birthday geburtsdatum geburtstag fechanacimiento fechadenacimiento datenaissance"
                        + " datedenaissance datadinascita datanascita datanascimento datadenascimento geboortedatum"
                        + " födelsedatum fødselsdato syntymäaika doğumtarihi dataurodzenia datumnarození рождения");
        exact(Kind.DATE_OF_BIRTH, "dob born bday geburt birth birthdt dobirth 生年月日 出生日期 생년월일");
        exact(
                Kind.STREET_ADDRESS,
                "address address1 address2 address3 street street1 street2 zip plz adres adresse1 adresse2 adress adresa"
                        + " anschrift domicilio calle rue rua morada ulica ulice cep zip4 eircode addr"
                        + " addr1 addr2 lakcím osoite gata gade postort postnr адрес 住所 地址 주소 aptnumber apartment");
        loose(Kind.GPS, "latitude longitude");
        exact(Kind.GPS, "lat lng lon latlng latlon coordinates gpscoordinates gpslat gpslon gpslng");
        loose(Kind.IP, "ip ipaddress clientip remoteaddr xforwardedfor xrealip");
        exact(
                Kind.IP,
                "forwarded useragentip clientaddress networkpeeraddress sourceaddress netpeerip netsockpeeraddr");
        loose(Kind.MAC, "macaddress bssid");
        exact(Kind.MAC, "mac devicemac wifimac");
        loose(Kind.IMEI, "imei");
        loose(Kind.AD_DEVICE_ID, "idfa gaid aaid advertisingid adid");
        loose(Kind.DEVICE_ID, "androidid deviceserial");
        exact(
                Kind.AD_CLICK_ID,
                "gclid gclsrc dclid gbraid wbraid fbclid msclkid twclid lifatid igshid ttclid rdtcid epik qclid sccid irclid"
                        + " kx yclid ysclid mktok mkttok veroid wickedid obclid tblci scclid");

        parameters(
                Kind.KEYED_SECRET,
                "code key sig signature hmac xamzsignature xamzcredential xamzsecuritytoken xgoogsignature samlresponse"
                        + " reset invite invitetoken invitecode invitationcode authcode verificationcode confirmationcode"
                        + " oobcode resettoken resetpasswordtoken confirmationtoken magic ticket assertion"
                        + " pass auth session otp pin");
        parameters(Kind.PERSON_NAME, "name nombre nom nome vorname nachname");
        parameters(Kind.STREET_ADDRESS, "address zip");
    }

    private KeyWords() {}

    /**
     * Whether a name could have a meaning, by its last two letters or digits: every word of the lists ends in one of few
     * pairs. Most names in text are no keys at all and need no closer look.
     */
    static boolean mayMeanSomething(byte[] b, int from, int to) {
        int last = 0;
        for (int i = to - 1; i >= from; i--) {
            if (b[i] < 0) {
                return true;
            }
            if (Ascii.isAlphanumeric(b[i])) {
                if (last != 0) {
                    return ENDINGS[ending(b[i], last)];
                }
                last = b[i];
            }
        }
        return false;
    }

    private static int ending(int beforeLast, int last) {
        return sixBits(beforeLast) << 6 | sixBits(last);
    }

    /** Tells letters, in any case, from each other and from digits. */
    private static int sixBits(int c) {
        return (c & 0x1f) | ((c >> 1) & 0x20);
    }

    static @Nullable Word word(String normalised) {
        return WORDS.get(normalised);
    }

    static @Nullable Kind parameter(String normalised) {
        return PARAMETERS.get(normalised);
    }

    private static void noteEnding(String word) {
        char last = word.charAt(word.length() - 1);
        char beforeLast = word.charAt(word.length() - 2);
        if (last < 0x80 && beforeLast < 0x80) {
            ENDINGS[ending(beforeLast, last)] = true;
        }
    }

    private static void loose(Kind kind, String words) {
        add(new Word(kind, false, true), words);
    }

    private static void exact(Kind kind, String words) {
        add(new Word(kind, false, false), words);
    }

    private static void ambiguous(Kind kind, String words) {
        add(new Word(kind, true, false), words);
    }

    private static void add(Word meaning, String words) {
        for (String word : words.split(" ", -1)) {
            WORDS.put(word, meaning);
            noteEnding(word);
        }
    }

    private static void parameters(Kind kind, String words) {
        for (String word : words.split(" ", -1)) {
            PARAMETERS.put(word, kind);
            noteEnding(word);
        }
    }
}
