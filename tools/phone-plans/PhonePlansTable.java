import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the table of {@code PhonePlans} from the metadata of libphonenumber, one line for each calling code. Run by hand when
 * the numbering plans have moved on:
 *
 * <pre>java -cp libphonenumber-9.0.20.jar tools/phone-plans/PhonePlansTable.java</pre>
 */
public final class PhonePlansTable {
    private static final int SHORTEST = 5;
    private static final int LONGEST = 13;
    private static final int MOST_STEPS = 4_000;
    private static int steps;

    public static void main(String[] args) throws ReflectiveOperationException {
        var util = PhoneNumberUtil.getInstance();
        var ofRegion = PhoneNumberUtil.class.getDeclaredMethod("getMetadataForRegion", String.class);
        ofRegion.setAccessible(true);
        for (int code : new TreeSet<>(util.getSupportedCallingCodes())) {
            List<PhoneMetadata> plans = new ArrayList<>();
            for (String region : util.getRegionCodesForCountryCode(code)) {
                if (!region.equals("001")) {
                    plans.add((PhoneMetadata) ofRegion.invoke(util, region));
                }
            }
            if (!plans.isEmpty()) {
                System.out.println(line(code, plans));
            }
        }
    }

    private static String line(int code, List<PhoneMetadata> plans) {
        String trunk = plans.getFirst().getNationalPrefix();
        Map<Integer, BitSet> mobile = new TreeMap<>();
        Map<Integer, BitSet> other = new TreeMap<>();
        for (PhoneMetadata plan : plans) {
            List<Integer> usual = plan.getGeneralDesc().getPossibleLengthList();
            add(plan.getMobile(), usual, mobile);
            for (PhoneNumberDesc description : List.of(
                    plan.getFixedLine(),
                    plan.getTollFree(),
                    plan.getSharedCost(),
                    plan.getPersonalNumber(),
                    plan.getVoip())) {
                add(description, usual, other);
            }
        }
        String ofMobile = text(mobile);
        String ofOther = text(other);
        return code + "|" + trunk + "|" + ofMobile + "|" + (ofOther.equals(ofMobile) ? "=" : ofOther);
    }

    private static void add(PhoneNumberDesc description, List<Integer> usual, Map<Integer, BitSet> byLength) {
        if (description.getNationalNumberPattern().isEmpty()) {
            return;
        }
        Pattern pattern = Pattern.compile(description.getNationalNumberPattern());
        for (int length : description.getPossibleLengthCount() == 0 ? usual : description.getPossibleLengthList()) {
            if (length >= SHORTEST && length <= LONGEST) {
                add(pattern, length, byLength.computeIfAbsent(length, any -> new BitSet(1000)));
            }
        }
    }

    /** Lengths and, for each, ranges of the first three digits; lengths with the same ranges together. */
    private static String text(Map<Integer, BitSet> byLength) {
        Map<String, String> lengthsOfRanges = new TreeMap<>();
        byLength.forEach((length, set) -> {
            if (!set.isEmpty()) {
                lengthsOfRanges.merge(ranges(set), Integer.toHexString(length), String::concat);
            }
        });
        List<String> all = new ArrayList<>();
        lengthsOfRanges.forEach((ranges, lengths) -> all.add(lengths + ":" + ranges));
        return String.join(";", all);
    }

    private static void add(Pattern pattern, int length, BitSet to) {
        for (int prefix = 0; prefix < 1000; prefix++) {
            steps = 0;
            if (!to.get(prefix) && completes(pattern, "%03d".formatted(prefix), length)) {
                to.set(prefix);
            }
        }
    }

    private static boolean completes(Pattern pattern, String start, int length) {
        if (++steps > MOST_STEPS) {
            return false;
        }
        Matcher matcher = pattern.matcher(start);
        boolean matches = matcher.matches();
        if (start.length() == length) {
            return matches;
        }
        if (!matches && !matcher.hitEnd()) {
            return false;
        }
        for (char digit : "5273469801".toCharArray()) {
            if (completes(pattern, start + digit, length)) {
                return true;
            }
        }
        return false;
    }

    /** As in {@code 2,30-35}: prefixes of one to three digits, the longest stretches that the bits allow. */
    private static String ranges(BitSet set) {
        var out = new StringBuilder();
        for (int i = set.nextSetBit(0); i >= 0; ) {
            int end = set.nextClearBit(i);
            while (i < end) {
                int unit = i % 100 == 0 && i + 100 <= end ? 100 : i % 10 == 0 && i + 10 <= end ? 10 : 1;
                int last = i;
                int turn = unit == 100 ? 1000 : unit * 10;
                while (last + 2 * unit <= end && (last + unit) / turn == i / turn) {
                    last += unit;
                }
                out.append(out.isEmpty() ? "" : ",").append(text(i, unit));
                if (last > i) {
                    out.append('-').append(last / unit % 10);
                }
                i = last + unit;
            }
            i = set.nextSetBit(i);
        }
        return out.toString();
    }

    private static String text(int i, int unit) {
        return unit == 100 ? "" + i / 100 : unit == 10 ? "%02d".formatted(i / 10) : "%03d".formatted(i);
    }
}
