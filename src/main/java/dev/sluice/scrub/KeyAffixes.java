package dev.sluice.scrub;

import java.util.List;
import java.util.Set;

/**
 * What may stand before and after the telling word of a key, and what takes its meaning away: {@code token_count} counts, and
 * {@code email_verified} is a yes or a no. Lists: reference of personal data, section 4.
 */
final class KeyAffixes {
    /** Whose it is, or which of several. */
    static final Set<String> PREFIXES = set("""
            initial user customer billing shipping old new confirm current contact account owner client member guest recipient
            sender buyer patient employee primary home work session entry secondary personal private business company your my
            applicant passenger driver student parent emergency delivery previous alternate alternative kunden kunde cliente
            client utilisateur usuario confirmation repeat repeated re retype verify input form field txt str raw attr x
            registered invited invitee holder payer payee beneficiary insured tenant author reporter requester lead subscriber
            mailing residential legal other additional main default geo gps location loc start end pickup dropoff origin destination
            from to assigned manager supervisor agent""");

    /** The same, after the word; digits after it are passed over, too. */
    static final Set<String> SUFFIXES = set("""
            primary secondary home work private personal business billing shipping delivery alt alternate main current new old
            raw value input text str string privat original normalized clean plain confirm confirmation repeat again
            customer user client owner contact line""");

    static final Set<String> HARMLESS_LAST = set("""
            count counts length type kind model verified enabled required valid present template status method format version
            visible shown changed limit max min used second id ids field label placeholder error errors page viewed policy
            strength provider source domain hint title regex pattern rule rules validation validator step screen section tab
            button link clicked click submitted focused focus blur sent opened opens bounced bounce subscribed unsubscribed
            optin optout opt consent preference preferences notification notifications campaign subject service server port
            expired expires expiration ttl lifetime age usage budget rate cost price bucket masked exists missing empty set
            unset reset updated created at on index position color size width height style class icon image score matched
            match matches checked check flow attempt attempts failed failure success started completed completion progress
            option options permission permissions plan tier level category group groups queue list lists quality accuracy
            os brand vendor carrier app apps site web view views event events feature features flag flags
            app_id timeout duration rotation seconds days hours ms per""");

    static final Set<String> HARMLESS_FIRST = set("""
            has is show max min num prompt completion total output can should needs need require requires allow enable disable
            hide use uses wants did was are will no without missing invalid valid count number""");

    /** Whose a {@code name} is, if it stands below one of these or after it in the same key. */
    static final Set<String> PERSONS = set("""
            customer user users customers contact contacts recipient recipients traits person people cardholder
            shipping billing patient guest guests member members employee employees sender receiver buyer seller payer payee
            beneficiary accountholder attendee attendees participant participants candidate applicant passenger passengers
            student students teacher spouse father mother doctor physician author assignee creator owner reporter requester
            approver reviewer viewer subscriber invitee inviter friend friends organizer speaker signer signatory insured
            policyholder traveler traveller visitor profile billto shipto personproperties billingdetails shippingdetails
            customerdetails contactinfo contactdetails personal personalinfo personalinformation personaldetails userinfo
            userdata userdetails userprofile customerinfo kunde kunden kundin cliente klant utilisateur benutzer usuario
            utente paciente paziente empfänger absender actor signedby createdby updatedby assignedto manager supervisor""");

    /** The same within one key only; alone they name other things. */
    static final Set<String> NAME_QUALIFIERS =
            set("your my first last full given family middle legal preferred maiden holder driver account_holder");

    /** Parts of a name, as members of an object that is one. */
    static final Set<String> NAME_PARTS = set("name first last given family middle full");

    private KeyAffixes() {}

    private static Set<String> set(String words) {
        return Set.copyOf(List.of(words.trim().split("\\s+", -1)));
    }
}
