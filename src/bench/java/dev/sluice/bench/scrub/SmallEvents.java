package dev.sluice.bench.scrub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Events of some 400 bytes as a backend's SDK sends them, every id and number another. */
final class SmallEvents {
    private static final int COUNT = 200;
    private static final String[] NAMES = {"signup_clicked", "plan_selected", "video_played", "cart_updated", "search_done"};
    private static final String[] PLANS = {"free", "pro", "team"};
    private static final String[] SOURCES = {"newsletter", "organic", "partner page"};

    private SmallEvents() {}

    static List<byte[]> make() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            events.add(event(random).getBytes(StandardCharsets.UTF_8));
        }
        return events;
    }

    private static String event(RandomGenerator random) {
        return String.format(
                Locale.ROOT,
                """
                {"event":"%s","uuid":"%s","distinct_id":"%s","timestamp":"2026-11-22T%02d:%02d:%02d.%03dZ",\
                "properties":{"token":"phc_%016x%016x","$lib":"posthog-node","$lib_version":"5.70.0",\
                "$geoip_disable":true,"plan":"%s","count":%d,"price":%d.%02d,"source":"%s","$session_id":"%s"}}""",
                one(NAMES, random),
                uuid(random),
                uuid(random),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1000),
                random.nextLong(),
                random.nextLong(),
                one(PLANS, random),
                random.nextInt(1000),
                random.nextInt(100),
                random.nextInt(100),
                one(SOURCES, random),
                uuid(random));
    }

    private static String one(String[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }

    private static String uuid(RandomGenerator random) {
        return String.format(
                Locale.ROOT,
                "%08x-%04x-7%03x-a%03x-%012x",
                random.nextInt(),
                random.nextInt(1 << 16),
                random.nextInt(1 << 12),
                random.nextInt(1 << 12),
                random.nextLong(1L << 48));
    }
}
