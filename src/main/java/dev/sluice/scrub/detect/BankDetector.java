package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Routing numbers of the American Bankers Association, sort codes, and account numbers of banks: any number might be one, so a
 * word before them must say so. Belongs to one thread.
 */
final class BankDetector {
    private static final int WINDOW = 40;
    private static final int ROUTING = 9;
    private static final int FEWEST_ACCOUNT = 6;
    private static final int MOST_ACCOUNT = 20;
    private static final int SORT_CODE = 6;
    private static final int LONGEST_GROUP = 5;
    private static final int[] WEIGHTS = {3, 7, 1};

    private static final LabelWords ROUTING_WORDS =
            new LabelWords("routing* aba rtn aba_no transit_number bank_transit fedwire ach_routing");
    private static final LabelWords SORT_WORDS =
            new LabelWords("sort_code* sortcode* sort-code* sort_no bankleitzahl blz bsb");
    private static final LabelWords ACCOUNT_WORDS = new LabelWords("""
            bank_account* bankaccount* account_number* account_no account_num account_nr account_# accountnumber* acct_no
            acct_number acct_num acctno acct a/c checking_account savings_account
            kontonummer* konto-nr kontonr konto_nr bankkonto bankverbindung numéro_de_compte n°_de_compte compte_bancaire
            número_de_cuenta cuenta_bancaria numero_di_conto conto_corrente c/c número_da_conta conta_corrente conta_bancária
            rekeningnummer* rekening numer_konta nr_konta konta_bankowego tilinumero kontonumer* bankkonto* číslo_účtu
            számlaszám* hesap_no hesap_numarası номер_счета номер_счёта расчетный_счет р/с 口座番号 银行账号 账号 帳號 계좌번호
            รหัสบัญชี เลขที่บัญชี خاتح رقم_الحساب""");
    private static final LabelWords OTHER_ACCOUNTS =
            new LabelWords("user_account* customer_account* cloud_account* aws_account* github_account* account_id");

    private static final LabelWords FILLERS =
            new LabelWords("is no nr num number numero número numéro ist es est code the a to for my de us uk");

    private final byte[] digits = new byte[MOST_ACCOUNT];
    private int count;

    /** Looks at the digits from {@code start} on, in groups or not. */
    boolean at(Text text, int start, Match match) {
        byte[] b = text.bytes;
        int end = read(b, start, text.to);
        if (count < FEWEST_ACCOUNT || !Borders.endsHere(b, end, text.to) || Ascii.isDigitAt(b, end, start, text.to)) {
            return false;
        }
        return isAccount(b, text.from, start, end) && match.is(start, end, Kind.BANK_ACCOUNT);
    }

    private boolean isAccount(byte[] b, int from, int start, int end) {
        if (count == ROUTING && isRouting()) {
            boolean isInDress = end - start == ROUTING + 2 && b[start + 4] == '-' && b[start + 9] == '-';
            if (isInDress || ROUTING_WORDS.before(b, from, start, WINDOW)) {
                return true;
            }
        }
        if (count == SORT_CODE || count == SORT_CODE + 2) {
            return leads(SORT_WORDS, b, from, start) || isAnnounced(b, from, start);
        }
        return isAnnounced(b, from, start);
    }

    private static boolean isAnnounced(byte[] b, int from, int start) {
        return leads(ACCOUNT_WORDS, b, from, start) && !OTHER_ACCOUNTS.before(b, from, start, WINDOW);
    }

    /** Whether one of these words stands before it, and nothing that could be counted in between. */
    private static boolean leads(LabelWords words, byte[] b, int from, int start) {
        int end = words.lastBefore(b, from, start, WINDOW);
        return end >= 0 && FILLERS.countOnly(b, end, start) >= 0;
    }

    private int read(byte[] b, int start, int to) {
        count = 0;
        int group = 0;
        int i = start;
        while (i < to && count < MOST_ACCOUNT) {
            if (Ascii.isDigit(b[i])) {
                digits[count++] = (byte) (b[i] - '0');
                group++;
            } else {
                // After a long group and a space comes another number.
                boolean isJoint = b[i] == '-' || (b[i] == ' ' && group <= LONGEST_GROUP);
                if (!isJoint || !Ascii.isDigitAt(b, i + 1, start, to)) {
                    break;
                }
                group = 0;
            }
            i++;
        }
        return i;
    }

    /** The ranges the association gives out, and weights 3, 7, 1. */
    private boolean isRouting() {
        int prefix = digits[0] * 10 + digits[1];
        int sum = 0;
        int all = 0;
        for (int i = 0; i < ROUTING; i++) {
            sum += digits[i] * WEIGHTS[i % 3];
            all += digits[i];
        }
        boolean isIssued =
                prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix == 80;
        return isIssued && all > 0 && sum % 10 == 0;
    }
}
