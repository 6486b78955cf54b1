package dev.sluice.scrub.detect;

/** What kind of telephone number groups of digits can be, by how they are written and by the numbering plans. */
final class PhoneShapes {
    private static final int FEWEST_INTERNATIONAL = 8;
    private static final int BARE_MOBILE = 11;
    private static final int MOST_GROUPS = 6;

    private final DigitGroups number;
    private final byte[] d;

    PhoneShapes(DigitGroups number) {
        this.number = number;
        this.d = number.digits;
    }

    /** Whether the digits from {@code first} on are a calling code and a number of its plan, with or without a trunk zero. */
    boolean isInternational(int first, int groups) {
        int to = number.count(groups);
        int code = PhonePlans.codeLength(d, first, to);
        int national = first + code;
        if (code == 0 || to - first < FEWEST_INTERNATIONAL) {
            return false;
        }
        PhonePlan plan = PhonePlans.of(d, first, national);
        return plan.has(d, national, to) || (d[national] == 0 && plan.has(d, national + 1, to));
    }

    /** The same by length only: new ranges are opened every year. */
    boolean hasInternationalLength(int groups) {
        int to = number.count(groups);
        int code = PhonePlans.codeLength(d, 0, to);
        if (code == 0 || to < FEWEST_INTERNATIONAL) {
            return false;
        }
        PhonePlan plan = PhonePlans.of(d, 0, code);
        return plan.hasLength(to - code) || (d[code] == 0 && plan.hasLength(to - code - 1));
    }

    /** A calling code and enough digits, in groups. */
    boolean looksInternational(int groups) {
        int to = number.count(groups);
        return groups >= 3 && to >= FEWEST_INTERNATIONAL && PhonePlans.codeLength(d, 0, to) > 0;
    }

    /** {@code 0049 …}, {@code 011 44 …}: how many digits stand before the calling code; 0 if it is none of these. */
    private int dialled(int groups) {
        boolean isZeros = d[0] == 0 && d[1] == 0;
        boolean isNorthAmerican = d[0] == 0 && d[1] == 1 && d[2] == 1;
        int prefix = isZeros ? 2 : isNorthAmerican ? 3 : 0;
        return prefix > 0 && isInternational(prefix, groups) ? prefix : 0;
    }

    boolean isDialled(int groups) {
        int prefix = dialled(groups);
        return prefix > 0 && groups > 1 && number.sizes[0] >= prefix && number.sizes[0] <= prefix + 3;
    }

    /** {@code (212) 555-0142}, {@code 1-212-555-0142}; with spaces only it could be anything. */
    boolean isNorthAmerican(int groups) {
        int first = groups > 2 && number.sizes[0] == 1 && d[0] == 1 ? 1 : 0;
        int area = first;
        boolean isBracketed = number.bracketed == first;
        boolean isSplit = groups - first == 3
                && number.sizes[first] == 3
                && number.sizes[first + 1] == 3
                && number.sizes[first + 2] == 4;
        boolean isHalfSplit =
                groups - first == 2 && isBracketed && number.sizes[first] == 3 && number.sizes[first + 1] == 7;
        boolean isDressed = isBracketed || (isSplit && (isJoined(first + 1) || isJoined(first + 2)));
        boolean isFictional = d[area] == 5 && d[area + 1] == 5 && d[area + 2] == 5;
        boolean isRound = d[area + 1] + d[area + 2] + d[area + 4] + d[area + 5] == 0;
        return (isSplit || isHalfSplit) && isDressed && d[area] >= 2 && (d[area + 3] >= 2 || isFictional) && !isRound;
    }

    private boolean isJoined(int group) {
        return number.signs[group] == '-' || number.signs[group] == '.' || number.signs[group] == ')';
    }

    /** With a trunk prefix, in groups that leave no other reading, or eleven digits that are somebody's mobile number. */
    boolean isTrunk(int groups) {
        int digits = number.count(groups);
        if (groups == 1) {
            return digits == BARE_MOBILE && d[0] == 0 && PhonePlans.TRUNK_ZERO.hasMobile(d, 1, digits);
        }
        int first = number.sizes[0];
        if (d[0] == 8 && first == 1) {
            return groups >= 3 && digits == 11 && PhonePlans.TRUNK_EIGHT.has(d, 1, digits) && number.sizes[1] == 3;
        }
        boolean isPrefixed = d[0] == 0 && d[1] != 0 && first >= 2 && first <= 5;
        if (!isPrefixed || isOther(groups) || digits < 9 || digits > 12 || !PhonePlans.TRUNK_ZERO.has(d, 1, digits)) {
            return false;
        }
        boolean isPair = groups == 2 && number.bracketed < 0;
        return isPair ? digits >= 10 && PhonePlans.TRUNK_ZERO.hasMobile(d, 1, digits) : groups <= MOST_GROUPS;
    }

    /** A text that is nothing else: what would be too little in a sentence is enough. */
    boolean isWhole() {
        int groups = number.groups;
        int digits = number.count(groups);
        if (groups < 2 || groups > MOST_GROUPS || digits < 9 || digits > 13 || isDate(groups) || isOther(groups)) {
            return false;
        }
        return isTrunk(groups)
                || isWholeTrunk(groups, digits)
                || isInPairs(groups)
                || isWholeCoded(groups, digits)
                || isWholeBracketed(digits);
    }

    /** {@code (33) 2504 4783}, but not a year in brackets. */
    private boolean isWholeBracketed(int digits) {
        boolean isYear = number.sizes[0] == 4 && ((d[0] == 1 && d[1] == 9) || (d[0] == 2 && d[1] == 0));
        return number.bracketed == 0 && number.sizes[0] >= 2 && !isYear && PhonePlans.ANYWHERE.has(d, 0, digits);
    }

    /**
     * Groups of three, of three, two and four, with dots and dashes, or with a last digit by itself are as often the number of
     * a person or a company, five and four a postcode, three times four an order.
     */
    private boolean isOther(int groups) {
        int[] sizes = number.sizes;
        boolean isInThrees = groups == 3 && sizes[0] == 3 && sizes[2] == 3 && sizes[1] == 3;
        boolean isSocial = groups == 3 && sizes[0] == 3 && sizes[1] == 2 && sizes[2] == 4;
        boolean isPostcode = groups == 2 && sizes[0] == 5 && sizes[1] == 4;
        boolean isOrder = groups == 3
                && sizes[0] + sizes[1] + sizes[2] == 12
                && sizes[0] == sizes[1]
                && !PhonePlans.TRUNK_ZERO.hasMobile(d, 1, 12);
        int dots = 0;
        int others = 0;
        for (int group = 1; group < groups; group++) {
            dots += number.signs[group] == '.' ? 1 : 0;
            others += number.signs[group] == '.' ? 0 : 1;
        }
        return isInThrees || isSocial || isPostcode || isOrder || sizes[groups - 1] == 1 || (dots > 0 && others > 0);
    }

    private boolean isWholeTrunk(int groups, int digits) {
        boolean isZero = d[0] == 0 && d[1] != 0 && PhonePlans.TRUNK_ZERO.has(d, 1, digits);
        int first = number.sizes[0];
        return isZero && (first > 1 ? first <= 5 : groups >= 3 && digits == 11);
    }

    /** {@code 532 123 45 67}, as in Turkey and Russia; {@code 212 555 0142}. */
    private boolean isInPairs(int groups) {
        int[] sizes = number.sizes;
        boolean isInPairs = groups == 4 && sizes[0] == 3 && sizes[1] == 3 && sizes[2] == 2 && sizes[3] == 2;
        if (isInPairs) {
            return PhonePlans.TRUNK_ZERO.has(d, 0, 10) || PhonePlans.TRUNK_EIGHT.has(d, 0, 10);
        }
        boolean isNorthAmerican = groups == 3 && sizes[0] == 3 && sizes[1] == 3 && sizes[2] == 4;
        return isNorthAmerican && d[3] >= 2 && PhonePlans.NORTH_AMERICA.has(d, 0, 10);
    }

    /** {@code 44 7911 123456}, without the plus sign. */
    private boolean isWholeCoded(int groups, int digits) {
        int code = PhonePlans.codeLength(d, 0, digits);
        return groups >= 3
                && digits >= 11
                && number.sizes[0] == code
                && PhonePlans.of(d, 0, code).hasMobile(d, code, digits);
    }

    /** A date, perhaps with a time after it. */
    boolean isDate(int groups) {
        if (groups < 3) {
            return false;
        }
        int[] sizes = number.sizes;
        boolean isYearFirst = sizes[0] == 4 && sizes[1] == 2 && sizes[2] == 2 && (d[0] == 1 || d[0] == 2) && d[4] <= 1;
        boolean isYearLast = sizes[0] <= 2 && sizes[1] <= 2 && sizes[2] == 4 && d[sizes[0] + sizes[1]] <= 2;
        return isYearFirst || (isYearLast && d[sizes[0] + sizes[1]] >= 1 && sizes[0] + sizes[1] >= 2 && groups <= 5);
    }

    /** A time since 1970, a date without signs, one digit only: what a word nearby does not turn into a number to dial. */
    boolean isBareOther(int groups) {
        if (groups > 1) {
            return false;
        }
        int digits = number.count(1);
        boolean isEpoch = d[0] == 1 && ((digits == 10 && d[1] >= 3 && d[1] <= 9) || digits == 13);
        boolean isCompactDate = digits == 8
                && ((d[0] == 2 && d[1] == 0) || (d[0] == 1 && d[1] == 9))
                && d[4] * 10 + d[5] <= 12
                && d[6] * 10 + d[7] <= 31
                && d[4] * 10 + d[5] > 0;
        return isEpoch || isCompactDate || isUniform(digits);
    }

    private boolean isUniform(int digits) {
        for (int i = 1; i < digits; i++) {
            if (d[i] != d[0]) {
                return false;
            }
        }
        return true;
    }

    /** Whether some country has such a number, dialled with or without its trunk prefix or calling code. */
    boolean isSomewhere(int groups) {
        int digits = number.count(groups);
        if (groups > MOST_GROUPS) {
            return false;
        }
        return PhonePlans.ANYWHERE.has(d, 0, digits)
                || (d[0] == 0 && PhonePlans.ANYWHERE.has(d, 1, digits))
                || isInternational(0, groups)
                || dialled(groups) > 0;
    }
}
