package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Where somebody is: a latitude and a longitude in decimal degrees, one of them behind its name, or one in degrees, minutes and
 * seconds. Two numbers alone count from five decimals on, a metre; more than two in a row are a vector. Belongs to one thread.
 */
final class GpsDetector {
    private static final int MOST_DECIMALS = 16;
    private static final int FEWEST_NAMED = 4;
    private static final int FEWEST_ALONE = 5;
    private static final int FEWEST_WITH_SIDES = 2;
    private static final int NEAR = 24;
    private static final int MOST_BETWEEN = 4;
    private static final LabelWords NAMES = new LabelWords("""
            lat lats latitude* lng lon longitude* lati longi latitud longitud latitudine longitudine breitengrad
            längengrad breite länge breedtegraad lengtegraad szerokość długość широта долгота enlem boylam 緯度 経度 纬度 经度""");
    private static final LabelWords PLACES = new LabelWords("""
            location* loc coords coord coordinate* gps geo geolocation* position* latlng latlong lat_lng lat_lon latlon ll
            point maps center centre pin whereabouts standort koordinaten position ubicación coordenadas posición
            coordonnées emplacement posizione coordinate localização locatie coördinaten lokalizacja współrzędne konum
            координаты местоположение 位置 座標 坐标""");

    private static final LabelWords LONG = new LabelWords("long");

    private final Degrees first = new Degrees();
    private final Degrees second = new Degrees();

    /** Looks at the number that starts at {@code i}, whose first digits end at {@code run}. */
    boolean at(Text text, int i, int run, Match match) {
        byte[] b = text.bytes;
        if (run >= text.to || run - i > 3 || (b[run] != '.' && b[run] >= 0) || !first.read(b, text.from, text.to, i)) {
            return false;
        }
        if (first.isSexagesimal || (first.hasSide && first.hasSign && first.decimals >= FEWEST_WITH_SIDES)) {
            return match.is(first.start, first.end, Kind.GPS);
        }
        if (first.decimals < FEWEST_WITH_SIDES || first.decimals > MOST_DECIMALS) {
            return false;
        }
        if (first.decimals >= FEWEST_NAMED && isNamed(b, text.from)) {
            return Borders.endsHere(b, first.end, text.to) && match.is(first.start, first.end, Kind.GPS);
        }
        return isPair(b, text.from, text.to) && match.is(first.start, second.end, Kind.GPS);
    }

    private boolean isNamed(byte[] b, int from) {
        int at = first.start;
        if (NAMES.isLast(b, from, at)) {
            return true;
        }
        int sign = at - 1;
        while (sign > from && at - sign < MOST_BETWEEN && (b[sign] == ' ' || b[sign] == '"')) {
            sign--;
        }
        // "How long" takes a number, too.
        return sign > from && (b[sign] == '=' || b[sign] == ':') && LONG.isLast(b, from, at);
    }

    private boolean isPair(byte[] b, int from, int to) {
        int i = first.end;
        boolean isSplit = false;
        while (i < to && i - first.end < MOST_BETWEEN && isBetween(b[i])) {
            isSplit |= b[i] == ',' || b[i] == ';';
            i++;
        }
        if (i < to && (b[i] == '-' || b[i] == '+')) {
            i++;
        }
        if (i == first.end || !Ascii.isDigitAt(b, i, from, to) || !second.read(b, from, to, i)) {
            return false;
        }
        boolean isOnEarth = first.value <= 90 || second.value <= 90;
        if (!isOnEarth || second.decimals > MOST_DECIMALS || !Borders.endsHere(b, second.end, to)) {
            return false;
        }
        int decimals = Math.min(first.decimals, second.decimals);
        if (first.hasSide && second.hasSide) {
            return decimals >= FEWEST_WITH_SIDES;
        }
        if (decimals >= FEWEST_NAMED && isPlace(b, from)) {
            return true;
        }
        boolean isTiny = (first.value < 1 && second.value < 1) || (first.isRound && second.isRound);
        return isSplit && decimals >= FEWEST_ALONE && !isTiny && !isListed(b, from, to) && !isArgument(b, from);
    }

    private boolean isPlace(byte[] b, int from) {
        int at = first.start;
        return PLACES.before(b, from, at, NEAR) && !isMember(b, from);
    }

    /** Whether another number stands before or after: then these are two of many. */
    private boolean isListed(byte[] b, int from, int to) {
        int i = second.end;
        while (i < to && i - second.end < MOST_BETWEEN && (isBetween(b[i]) || b[i] == '-')) {
            i++;
        }
        int whole = Ascii.digits(b, i, to);
        boolean goesOn = i > second.end && whole > i && whole < to && b[whole] == '.';
        return goesOn || isMember(b, from);
    }

    private boolean isMember(byte[] b, int from) {
        int i = first.start;
        while (i > from && first.start - i < MOST_BETWEEN && isBetween(b[i - 1])) {
            i--;
        }
        return i < first.start && Ascii.isDigitAt(b, i - 1, from, i);
    }

    /** {@code translate(12.34567, 23.45678)}: of a function, unless it makes a place. */
    private boolean isArgument(byte[] b, int from) {
        int i = first.start - 1;
        return i > from && b[i] == '(' && Ascii.isWord(b[i - 1]);
    }

    private static boolean isBetween(byte c) {
        return c == ' ' || c == ',' || c == ';' || c == '/' || c == '|';
    }
}
