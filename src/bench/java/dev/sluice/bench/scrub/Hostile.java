package dev.sluice.bench.scrub;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** {@code bench/scrub --hostile}: whether twice as much of what is made to be slow takes at most twice as long. */
final class Hostile {
    private static final int SMALLEST = 64 << 10;
    private static final int DOUBLINGS = 4;
    private static final int TRIES = 5;
    private static final int WARM = 20;
    private static final int ATTEMPTS = 4;
    /** The time of this thread alone: others may use the machine, too. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Twice, and what a clock, a cache and a collector may add. */
    private static final double MOST = 2.6;

    private static final String[] REPEATED = {
        "1", "9", "0", "@", "%25", "%", "(", "+", "+1", "eyJ", "a.", "1-", "1 ", "1.", "&#", "&#x4", "=", "a=", "a=b&",
        "token=a ", " at ", " dot ", "a@b.co ", "a@", "@a", "a", "a1", "A1b2", "-", "://", "a://", "http://a:b@", ":",
        "::", "a:", "1:", "fe80:", "password: ", "Bearer ", "name ", "Mr ", "my name is ", "4111 ", "4111-", "DE89 ",
        "sk_", "ghp_", "AKIA", "-----BEGIN ", "[", "[email]", "{", "\\\\u0040", "\\\\", "\\\"", "\\n", "/", "?a=", "ａ",
        "é", "\u200b", "\u0430", "=40", "aGVsbG8", "YUBiLmNv ", "12/", "1990-", "a b c ", "a-", "a_", "0x", "#", ";", ","
    };

    private static int keys;

    private Hostile() {}

    static void main() {
        var firewall = new Firewall();
        System.out.printf("%-24s %10s %8s%n", "a string of", "ns/byte", "factor");
        int slow = 0;
        for (Map.Entry<String, IntFunction<String>> each : shapes().entrySet()) {
            slow += isSlow(firewall, each.getKey(), each.getValue()) ? 1 : 0;
        }
        System.out.printf("%d of %d more than double%n", slow, shapes().size());
        if (slow > 0) {
            System.exit(1);
        }
    }

    private static Map<String, IntFunction<String>> shapes() {
        Map<String, IntFunction<String>> shapes = new LinkedHashMap<>();
        for (String part : REPEATED) {
            shapes.put(part, size -> event("\"" + part.repeat(size / part.length()) + "\""));
        }
        shapes.put("words of 1/8", size -> event("\"" + ("a".repeat(size / 8) + " ").repeat(8) + "\""));
        shapes.put("many short strings", size -> event("[" + "\"a1\",".repeat(size / 5) + "0]"));
        shapes.put("many keys", size -> event(members(size)));
        shapes.put("JSON in strings", size -> event(quoted(quoted(event(members(size / 2))))));
        shapes.put("open brackets in strings", size -> event("\"" + "[".repeat(size) + "\""));
        return shapes;
    }

    /** No two events have a key in common: one that is known is not what takes long. */
    private static String members(int size) {
        var text = new StringBuilder("{");
        while (text.length() < size) {
            text.append("\"key").append(keys++).append("\":\"a@b.co\",");
        }
        return text.append("\"end\":0}").toString();
    }

    private static String quoted(String json) {
        return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String event(String value) {
        return "{\"event\":\"x\",\"properties\":{\"a\":" + value + "}}";
    }

    private static boolean isSlow(Firewall firewall, String name, IntFunction<String> shape) {
        double worst = Double.MAX_VALUE;
        // What is slow by nature is so every time; what only met a busy machine is not.
        for (int attempt = 0; attempt < ATTEMPTS && worst > MOST; attempt++) {
            worst = Math.min(worst, worstFactor(firewall, shape));
        }
        double perByte = (double) fastest(firewall, shape, SMALLEST) / event(shape, SMALLEST).length;
        System.out.printf("%-24s %10.1f %8.2f%s%n", name, perByte, worst, worst > MOST ? "  SLOW" : "");
        return worst > MOST;
    }

    private static double worstFactor(Firewall firewall, IntFunction<String> shape) {
        for (int i = 0; i < WARM; i++) {
            firewall.scrub(event(shape, SMALLEST));
        }
        long previous = fastest(firewall, shape, SMALLEST);
        double worst = 0;
        for (int doubling = 1; doubling <= DOUBLINGS; doubling++) {
            long time = fastest(firewall, shape, SMALLEST << doubling);
            worst = Math.max(worst, (double) time / previous);
            previous = time;
        }
        return worst;
    }

    private static byte[] event(IntFunction<String> shape, int size) {
        return shape.apply(size).getBytes(StandardCharsets.UTF_8);
    }

    /** Of inputs made anew each time, where the shape has a part that differs: what is remembered must not hide anything. */
    private static long fastest(Firewall firewall, IntFunction<String> shape, int size) {
        long[] times = new long[TRIES];
        for (int i = 0; i < TRIES; i++) {
            byte[] event = event(shape, size);
            long start = THREADS.getCurrentThreadCpuTime();
            firewall.scrub(event);
            times[i] = THREADS.getCurrentThreadCpuTime() - start;
        }
        return Arrays.stream(times).min().orElseThrow();
    }
}
