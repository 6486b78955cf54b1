package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.Ascii;
import java.util.Arrays;
import java.util.List;

/**
 * How providers write their keys: a fixed prefix, then a body. Prefixes as in the providers' documents and in the rules of
 * gitleaks, trufflehog and GitHub's secret scanning. Publishable keys ({@code pk_live_}, {@code phc_}, {@code mob-},
 * {@code sb_publishable_}) are not in it: they are made for being seen.
 */
final class KeyFormats {
    /**
     * @param alphabet {@code h} hexadecimal, {@code u} capitals and digits, {@code n} letters and digits, {@code t} also dash
     *     and underscore, {@code d} also dots, {@code b} also what base64 and its variants have
     * @param shortest characters of the body
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Format(byte[] prefix, char alphabet, int shortest) {
        private static Format of(String prefix, char alphabet, int shortest) {
            byte[] bytes = new byte[prefix.length()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) prefix.charAt(i);
            }
            return new Format(bytes, alphabet, shortest);
        }

        /** Whether the prefix is made of letters only, so that it turns up by chance within other things. */
        boolean isPlain() {
            for (byte c : prefix) {
                if (!Ascii.isAlphanumeric(c)) {
                    return false;
                }
            }
            return true;
        }

        boolean startsAt(byte[] b, int from, int to) {
            if (from + prefix.length > to) {
                return false;
            }
            for (int i = 0; i < prefix.length; i++) {
                if (b[from + i] != prefix[i]) {
                    return false;
                }
            }
            return true;
        }

        /** Index after the characters of the alphabet. */
        int end(byte[] b, int from, int to) {
            int i = from;
            while (i < to && has(b[i])) {
                i++;
            }
            return i;
        }

        boolean has(byte c) {
            return switch (alphabet) {
                case 'h' -> Ascii.isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
                case 'u' -> Ascii.isDigit(c) || (c >= 'A' && c <= 'Z');
                case 'n' -> Ascii.isAlphanumeric(c);
                case 't' -> isTokenCharacter(c);
                case 'd' -> isTokenCharacter(c) || c == '.';
                default -> isTokenCharacter(c) || c == '.' || c == '+' || c == '/' || c == '=' || c == '~';
            };
        }
    }

    private static final String[] TABLE = {
        "h 24 FLWSECK_TEST- FLWSECK-",
        "h 32 shpat_ shpca_ shppa_ shpss_ shptka_ SK key- dapi p8e-",
        "h 40 squ_ sqp_ sqa_ pul- sbp_ ck_ cs_ bkua_ sgp_local_",
        "h 48 rubygems_ sk_",
        "h 64 dop_v1_ doo_v1_ dor_v1_ sntryu_ sntrya_ ATTA sk-or-v1- s-s4t2ud- s-s4t2af- xkeysib- xsmtpsib-",
        "u 16 AKIA ASIA ABIA ACCA",
        "u 24 NRAK- NRII- NRRA- NRSP- NRBR-",
        "u 50 AGE-SECRET-KEY-1",
        "n 14 rzp_live_ rzp_test_",
        "n 16 sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_ LTAI",
        "n 22 md- fw_",
        "n 24 s. b.",
        "n 30 r8_ xai- live_ test_ phx_ phs_ pha_ phr_",
        "n 32 sk- cio ATBB AKID",
        "n 36 ghp_ gho_ ghu_ ghs_ ghr_ npm_",
        "n 40 gsk_ pplx- oy2 lin_api_ lin_oauth_ secret_ ntn_",
        "n 50 EZAK EZTK CLOJARS_ AKCp cmVmd rdme_",
        "t 20 sk-ant- sk-proj- sk-svcacct- sk-admin- sk-None- sk-lf- glptt- gldt- glrt- glrtr- glcbt- glsoat- glft- glimt-"
                + " glagent- gloas- glffct- GR1348941 xapp- xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxe- xoxc- xoxd-"
                + " xoxe.xoxb- xoxe.xoxp- sq0atp- sq0csp- dckr_pat_ dckr_oat_ packagist_uut_ packagist_ack_"
                + " packagist_ort_ packagist_oct_ tvly- lsv2_pt_ lsv2_sk_ nvapi- csk- tgp_v1_ pcsk_ hcaik_ hcxik_ hcalk_"
                + " hcxlk_ xaat- xapt- nfp_ rnd_ vercel_blob_rw_ pscale_tkn_ pscale_pw_ pscale_oauth_ sb_secret_ tskey-"
                + " figd_ figo_ tfp_ CFPAT- PMAK- PMAT- pnu_ pnb_ dbtc_ dbtu_ dbtp_ duffel_test_ duffel_live_"
                + " shippo_test_ shippo_live_ fio-u- aio_ ico- lip_ mka_ tss_ dnkey- BBFF- ctp_ CCDB1_ gcntfy- zpka_"
                + " waka_ sm_pat_ sm_sat_ sm_aat_ rpa_ rootly_ samsara_api_ persona_sandbox_ persona_production_"
                + " dvc_server_ ion_ JDC_ polar_pat_ polar_oat_ ramp_sec_ wrkaus- wrkeu- tk-us- access-sandbox-"
                + " access-production- access-development- CCIPAT_ pylf_v1_ ALTAK- secret-live- secret-test- sk_sbox_"
                + " essu_ endr+ unkey_ infisical_ st.prod. logfire_ napi_ bws_ trigger_secret_ tr_prod_ tr_dev_"
                + " novu_ svix_ inngest_ signkey-prod- signkey-test- apify_api_ brd_ cal_live_ crsr_ key_live_ pat-na1-"
                + " pat-eu1- pat-ap1- wpt_ patp_ jina_ stackhawk_",
        "t 24 hvs. hvb. hvr. ya29. GOCSPX- re_ HRKU- vcp_",
        "t 32 A3- sgp_ sgd_ slk_ glsa_ ATSTT3 AQVN y0_ y1_ KEY01 AKLT",
        "t 35 AIza sdk-",
        "t 40 atlasv1. sha256~ k8s-aws-v1.",
        "t 30 access_token$production$ access_token$sandbox$",
        "t 50 github_pat_ EAA IGQV",
        "t 100 v1.0- APA91b",
        "d 20 glpat-",
        "d 36 amzn.mws. dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit. dt0c01. dt0s01. dt0s16. sk.eyJ",
        "d 50 SG. sl. t1.9eue act.",
        "d 75 pat",
        "b 24 whsec_ fo1_ fm1_ fm1a_ fm1r_ fm2_ ATATT3 ATCTT3 glc_",
        "b 50 pypi-AgE sntrys_ eyJrIjoi AAAAAAAAAAAAAAAAAAAAA ABSK ops_eyJ",
    };

    /** Keys that have letters only, so that nothing else gives them away: at the underscore that ends their prefix. */
    private static final List<Format> OF_LETTERS = List.of(Format.of("hf_", 'n', 30), Format.of("api_org_", 'n', 30));

    /** By the first two characters, which are ASCII; most places have none. */
    private static final Format[][] BY_START = new Format[1 << 12][];

    static {
        Arrays.fill(BY_START, new Format[0]);
        for (String line : TABLE) {
            String[] words = line.split(" ", -1);
            for (int i = 2; i < words.length; i++) {
                add(Format.of(words[i], words[0].charAt(0), Integer.parseInt(words[1])));
            }
        }
        OF_LETTERS.forEach(KeyFormats::add);
    }

    private static void add(Format format) {
        int start = start(format.prefix()[0], format.prefix()[1]);
        Format[] more = Arrays.copyOf(BY_START[start], BY_START[start].length + 1);
        more[more.length - 1] = format;
        BY_START[start] = more;
    }

    private static int start(byte first, byte second) {
        return (first & 0x3f) << 6 | (second & 0x3f);
    }

    private KeyFormats() {}

    static boolean isTokenCharacter(byte c) {
        return Ascii.isAlphanumeric(c) || c == '_' || c == '-';
    }

    /** The formats whose prefix may start with these two characters. */
    static Format[] startingWith(byte first, byte second) {
        return BY_START[start(first, second)];
    }

    static List<Format> ofLetters() {
        return OF_LETTERS;
    }
}
