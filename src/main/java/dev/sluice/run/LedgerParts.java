package dev.sluice.run;

import dev.sluice.config.SluiceConfig;
import dev.sluice.ledger.EventLedger;
import dev.sluice.ledger.Ledger;
import io.quarkus.logging.Log;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Makes the ledger, where its files can be used. */
@Singleton
final class LedgerParts {
    /** Empty where its files cannot be used: it is for people, and no event should wait for it. */
    @Produces
    @Singleton
    Optional<EventLedger> ledgerFiles(SluiceConfig config, InstantSource clock) {
        Path directory = config.dataDir().resolve("ledger");
        try {
            return Optional.of(EventLedger.open(directory, clock, new SecureRandom()));
        } catch (UncheckedIOException e) {
            Log.warnf(
                    "ledger: %s cannot be used (%s), so nobody will be told what became of an event. Events are not affected."
                            + " Make it a directory that this process may write to, or move it away, and start again",
                    directory, String.valueOf(e.getCause()));
            return Optional.empty();
        }
    }

    void closeLedger(@Disposes Optional<EventLedger> ledger) {
        ledger.ifPresent(EventLedger::close);
    }

    @Produces
    @Singleton
    Ledger ledger(Optional<EventLedger> files) {
        return files.isPresent() ? files.get() : Ledger.NONE;
    }
}
