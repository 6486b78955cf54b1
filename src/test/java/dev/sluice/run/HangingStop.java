package dev.sluice.run;

import dev.sluice.project.TestConfig;
import dev.sluice.report.Accepting;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A process whose stop has begun and never ends. */
final class HangingStop {
    private HangingStop() {}

    public static void main(String[] arguments) throws InterruptedException {
        new Drain(TestConfig.of(Map.of("sluice.drain-timeout", "1s")), new Accepting()).begin();
        new CountDownLatch(1).await();
    }
}
