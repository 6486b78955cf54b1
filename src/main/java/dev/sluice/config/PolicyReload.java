package dev.sluice.config;

import dev.sluice.failure.Category;
import dev.sluice.failure.Failure;
import dev.sluice.failure.FailureListener;
import dev.sluice.scrub.policy.IpPolicy;
import dev.sluice.scrub.policy.LivePolicies;
import dev.sluice.scrub.policy.PolicySet;
import io.quarkus.logging.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Puts the policy of the configuration file into force when the file changes: whole, or not at all. Looks at the content
 * every now and then rather than waiting to be told, because notifications do not reach mounted volumes, and acts on a
 * content that it has seen twice, because editors and copies write a file in pieces. A file that is wrong or away leaves the
 * last good policy in force. {@link #look} belongs to one thread; the figures may be read by any.
 */
public final class PolicyReload implements AutoCloseable {
    private static final byte[] NONE = {};

    private final Path path;
    private final IpPolicy ip;
    private final LivePolicies live;
    private final Consumer<SluiceFile> otherParts;
    private final FailureListener failures;
    private final CountDownLatch stop = new CountDownLatch(1);
    private byte[] handled;
    private byte[] seen;
    private Map<String, String> outline;
    private final LongAdder looks = new LongAdder();
    private final LongAdder applied = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private volatile boolean isCurrent = true;

    /**
     * @param start the file whose policy is in force
     * @param ip what becomes of visitors' addresses where the file does not say
     * @param otherParts throws where a part of the file is wrong that is no policy: such a file is not taken either. Where it
     *     does not, it has put into force what it reloads
     * @param failures hears of a file that is not taken
     */
    public PolicyReload(
            SluiceFile start,
            IpPolicy ip,
            LivePolicies live,
            Consumer<SluiceFile> otherParts,
            FailureListener failures) {
        this.path = start.path();
        this.ip = ip;
        this.live = live;
        this.otherParts = otherParts;
        this.failures = failures;
        handled = start.digest();
        seen = handled;
        outline = FilePolicies.outline(start);
    }

    /** Looks every {@code interval} from now on, on a thread of its own. */
    public void start(Duration interval) {
        Thread.ofVirtual().name("config-reload").start(() -> {
            try {
                while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Does what the file asks for now. The rim of its thread: nothing that goes wrong here ends it. */
    void look() {
        looks.increment();
        Optional<byte[]> content = content();
        byte[] digest = content.map(SluiceFile::digest).orElse(NONE);
        boolean isSettled = Arrays.equals(digest, seen);
        seen = digest;
        if (!isSettled || Arrays.equals(digest, handled)) {
            return;
        }
        handled = digest;
        try {
            apply(SluiceFile.of(
                    path, content.orElseThrow(() -> new ConfigurationException(path + ": cannot be read any more"))));
        } catch (ConfigurationException e) {
            reject(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            reject(path + ": internal error: " + e.getClass().getSimpleName(), e);
        }
    }

    private Optional<byte[]> content() {
        try {
            return Optional.of(SluiceFile.content(path));
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    private void apply(SluiceFile file) {
        PolicySet next = FilePolicies.of(Optional.of(file), ip);
        otherParts.accept(file);
        Map<String, String> now = FilePolicies.outline(file);
        Set<String> changed = new TreeSet<>(now.keySet());
        changed.addAll(outline.keySet());
        changed.removeIf(name -> now.getOrDefault(name, "").equals(outline.getOrDefault(name, "")));
        live.replace(next);
        outline = now;
        isCurrent = true;
        applied.increment();
        Log.infof("%s was read again; changed: %s", path, changed.isEmpty() ? "nothing that is reloaded" : changed);
    }

    private void reject(String why, RuntimeException cause) {
        isCurrent = false;
        rejected.increment();
        Log.warnf("%s; the last good policy stays in force", why);
        // The stack says which check it was; what stands in the file goes into the log only.
        failures.failed(Failure.of(
                        Category.CONFIG, "a changed configuration file was not taken; the last good one stays in force")
                .because(cause));
    }

    /** How often the file was looked at. */
    public long looks() {
        return looks.sum();
    }

    /** How often a changed file was put into force. */
    public long applied() {
        return applied.sum();
    }

    /** How often a changed file was found to be wrong or away. */
    public long rejected() {
        return rejected.sum();
    }

    /** Whether what is in force is what the file says. */
    public boolean isCurrent() {
        return isCurrent;
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
