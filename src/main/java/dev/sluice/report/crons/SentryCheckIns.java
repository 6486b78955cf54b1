package dev.sluice.report.crons;

import dev.sluice.report.sentry.SentryAnswer;
import dev.sluice.report.sentry.SentryEndpoint;
import io.quarkus.logging.Log;
import io.sentry.CheckIn;
import io.sentry.CheckInStatus;
import io.sentry.MonitorConfig;
import io.sentry.MonitorSchedule;
import io.sentry.MonitorScheduleUnit;
import io.sentry.SentryEnvelopeItem;
import io.sentry.protocol.SentryId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One check-in per run. One that Sentry does not take is gone, and Sentry shows it as missed, which is what it is. Nothing of
 * that goes to Sentry in turn: the log has one line when it begins and one when it ends. Thread-safe.
 */
public final class SentryCheckIns implements CheckIns {
    private final SentryEndpoint endpoint;
    private final AtomicBoolean isAway = new AtomicBoolean();

    public SentryCheckIns(SentryEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void ended(Monitor monitor, boolean isWell, Duration took) {
        CheckIn checkIn = new CheckIn(new SentryId(), monitor.slug(), isWell ? CheckInStatus.OK : CheckInStatus.ERROR);
        checkIn.setDuration(took.toNanos() / 1e9);
        checkIn.setEnvironment(endpoint.environment());
        checkIn.setRelease(endpoint.release());
        checkIn.setMonitorConfig(config(monitor));
        noteAnswer(endpoint.send(null, serializer -> SentryEnvelopeItem.fromCheckIn(serializer, checkIn)));
    }

    private static MonitorConfig config(Monitor monitor) {
        MonitorConfig config = new MonitorConfig(
                MonitorSchedule.interval((int) Monitor.EVERY.toMinutes(), MonitorScheduleUnit.MINUTE));
        config.setCheckinMargin(Monitor.MARGIN.toMinutes());
        config.setMaxRuntime(Monitor.LONGEST.toMinutes());
        config.setTimezone("Etc/UTC");
        config.setFailureIssueThreshold((long) monitor.failures());
        config.setRecoveryThreshold(1L);
        return config;
    }

    private void noteAnswer(SentryAnswer answer) {
        if (isAway.compareAndSet(answer.isAccepted(), !answer.isAccepted())) {
            if (answer.isAccepted()) {
                Log.info("Sentry takes check-ins again");
            } else {
                Log.warnf(
                        "Sentry does not take check-ins (%s); its Crons will show them as missed. Events are not affected;"
                                + " `sluice sentry test` says more",
                        answer.isReached() ? "status " + answer.status() : answer.said());
            }
        }
    }
}
