package dev.sluice.run;

import dev.sluice.config.ConfigurationException;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The master key of the pseudonyms: the bytes of {@code SLUICE_PSEUDONYM_KEY}, else those of a line in the data directory
 * that is written at the first start. Copied into the variable, the line gives the same pseudonyms. Two keys joined by a
 * comma are the new one and the one before. Its {@code toString} does not show it.
 */
public final class PseudonymKey {
    private static final String FILE = "pseudonym.key";
    private static final int SHORTEST = 16;
    private static final int GENERATED_BYTES = 32;

    private final byte[] bytes;
    private final Optional<PseudonymKey> previous;

    private PseudonymKey(String text, Optional<PseudonymKey> previous) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        this.previous = previous;
    }

    /**
     * @throws ConfigurationException if the key is too short, or can be neither read nor written
     */
    static PseudonymKey of(Optional<String> configured, Path dataDirectory) {
        Optional<String> given = configured.map(String::strip).filter(text -> !text.isEmpty());
        if (given.isPresent()) {
            return checked(given.get(), "SLUICE_PSEUDONYM_KEY");
        }
        Path file = dataDirectory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                write(file, generate());
                Log.warnf(
                        "SLUICE_PSEUDONYM_KEY is not set: a key was generated in %s. Keep it, and give every replica the"
                                + " same one: under another key the same visitor is somebody else.",
                        file);
            }
            return checked(Files.readString(file, StandardCharsets.UTF_8).strip(), file.toString());
        } catch (IOException e) {
            throw new ConfigurationException(file + " can be neither read nor written ("
                    + e.getClass().getSimpleName() + "); set SLUICE_PSEUDONYM_KEY or make the file accessible");
        }
    }

    /**
     * The same, but nothing is made where there is none yet or none that can be read.
     *
     * @throws ConfigurationException if the key is too short
     */
    static Optional<PseudonymKey> existing(Optional<String> configured, Path dataDirectory) {
        Optional<String> given = configured.map(String::strip).filter(text -> !text.isEmpty());
        if (given.isPresent()) {
            return Optional.of(checked(given.get(), "SLUICE_PSEUDONYM_KEY"));
        }
        Path file = dataDirectory.resolve(FILE);
        try {
            return Files.isReadable(file)
                    ? Optional.of(checked(
                            Files.readString(file, StandardCharsets.UTF_8).strip(), file.toString()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The key before, while persons are moved from it to this one. */
    Optional<PseudonymKey> previous() {
        return previous;
    }

    /** 32 bytes for another purpose, from which the key itself cannot be told. */
    byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "PseudonymKey[]";
    }

    private static PseudonymKey checked(String text, String where) {
        int comma = text.indexOf(',');
        if (comma < 0) {
            return of(text, Optional.empty(), where);
        }
        PseudonymKey before = of(text.substring(comma + 1), Optional.empty(), where);
        return of(text.substring(0, comma), Optional.of(before), where);
    }

    private static PseudonymKey of(String part, Optional<PseudonymKey> previous, String where) {
        String text = part.strip();
        if (text.length() < SHORTEST || text.indexOf(',') >= 0) {
            throw new ConfigurationException(where + " holds a key that is too short, or more than two (not shown); it"
                    + " takes at least " + SHORTEST + " characters, or two such keys joined by a comma");
        }
        return new PseudonymKey(text, previous);
    }

    private static String generate() {
        byte[] random = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /** Durable before it is used, and never half written: a lost key would make every known visitor a stranger. */
    private static void write(Path file, String key) throws IOException {
        Path fresh = file.resolveSibling(FILE + ".tmp");
        Files.deleteIfExists(fresh);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(
                fresh, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer content = ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.UTF_8));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
