package dev.sluice.scrub;

import dev.sluice.scrub.national.IdentityKeys;
import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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

    static final Set<String> PREFIXES = Set.of(
            "initial",
            "user",
            "customer",
            "billing",
            "shipping",
            "old",
            "new",
            "confirm",
            "current",
            "contact",
            "account",
            "owner",
            "client",
            "member",
            "guest",
            "recipient",
            "sender",
            "buyer",
            "patient",
            "employee",
            "primary",
            "home",
            "work",
            "session",
            "entry");

    static final Set<String> HARMLESS_LAST = Set.of(
            "count",
            "counts",
            "length",
            "type",
            "kind",
            "model",
            "verified",
            "enabled",
            "required",
            "valid",
            "present",
            "template",
            "status",
            "method",
            "format",
            "version",
            "visible",
            "shown",
            "changed",
            "limit",
            "max",
            "min",
            "used",
            "second",
            "id",
            "ids",
            "field",
            "label",
            "placeholder",
            "error",
            "errors",
            "page",
            "viewed",
            "policy",
            "strength",
            "provider",
            "source",
            "domain");

    static final Set<String> HARMLESS_FIRST =
            Set.of("has", "is", "show", "max", "min", "num", "prompt", "completion", "total", "input", "output");

    static {
        loose(
                Kind.KEYED_SECRET,
                "password passwd pwd passphrase secret clientsecret apikey xapikey accesskey secretkey privatekey signingkey"
                        + " encryptionkey token accesstoken refreshtoken idtoken authtoken bearertoken sessiontoken csrftoken"
                        + " xsrftoken authorization proxyauthorization credential credentials jwt totp"
                        + " securityanswer recoverycode connectionstring webhookurl");
        exact(
                Kind.KEYED_SECRET,
                "sessionid sid dsn mysqlpwd secretaccesskey awssecretaccesskey awsaccesskeyid webhooksecret"
                        + " phpsessid jsessionid aspnetsessionid laravelsession usersession fasthttpsessionid mysession"
                        + " irissessionid sentrysid verceljwt remembertoken csrf xsrf fastcsrf"
                        + " clave claveacceso kodeord passord parole parool salasana sifre şifre heslo geslo salasõna jelszó"
                        + " пароль 密码 密碼 口令 パスワード 暗証番号 비밀번호 סיסמה mậtkhẩu pswd passwort1 password1 password2");
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
        ambiguous(Kind.KEYED_SECRET, "pass auth session otp mfa twofactor pin pincode");
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
        loose(Kind.EMAIL, "email emailaddress");
        exact(Kind.EMAIL, "mail useremail contactemail");
        loose(Kind.PHONE, "phone phonenumber mobile mobilephone telephone msisdn whatsapp fax");
        exact(Kind.PHONE, "tel cell mobilenumber contactnumber");
        exact(Kind.USERNAME, "username login userlogin loginname");
        loose(Kind.PERSON_NAME, "firstname lastname middlename fullname givenname familyname surname maidenname");
        exact(
                Kind.PERSON_NAME,
                "displayname realname cardholder cardholdername nameoncard customername contactname recipientname guestname"
                        + " membername patientname employeename sendername buyername");
        loose(Kind.STREET_ADDRESS, "streetaddress shippingaddress deliveryaddress homeaddress postalcode");
        loose(Kind.DATE_OF_BIRTH, "dateofbirth birthdate birthday");
        exact(Kind.DATE_OF_BIRTH, "dob born");
        exact(
                Kind.STREET_ADDRESS,
                "address address1 address2 addressline1 addressline2 billingaddress street street1 street2 postcode zip"
                        + " zipcode");
        loose(Kind.GPS, "latitude longitude");
        exact(Kind.GPS, "lat lng lon coordinates");
        loose(Kind.IP, "ip ipaddress clientip remoteaddr xforwardedfor xrealip");
        exact(
                Kind.IP,
                "forwarded useragentip clientaddress networkpeeraddress sourceaddress netpeerip netsockpeeraddr");
        loose(Kind.MAC, "macaddress bssid");
        exact(Kind.MAC, "mac devicemac wifimac");
        loose(Kind.IMEI, "imei");
        loose(Kind.AD_DEVICE_ID, "idfa gaid advertisingid adid");
        loose(Kind.DEVICE_ID, "androidid deviceserial");
        exact(
                Kind.AD_CLICK_ID,
                "gclid gclsrc dclid gbraid wbraid fbclid msclkid twclid lifatid igshid ttclid rdtcid epik qclid sccid irclid"
                        + " kx");

        parameters(
                Kind.KEYED_SECRET,
                "code key sig signature hmac xamzsignature xamzcredential xamzsecuritytoken xgoogsignature samlresponse"
                        + " invite invitetoken resettoken resetpasswordtoken confirmationtoken magic ticket assertion"
                        + " pass auth session otp pin");
        parameters(Kind.PERSON_NAME, "name");
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
