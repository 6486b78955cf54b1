package dev.sluice.dedup;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Which spool an ordinal belongs to, when several replicas claim in one Redis. Random, made once, and kept beside the spool
 * for as long as the spool lives.
 */
public record NodeId(long value) {

    /**
     * The id kept in {@code <data>/node-id}; a new one is made durable before it is returned.
     *
     * @throws UncheckedIOException if the file can neither be read nor be made
     */
    public static NodeId in(Path dataDir) {
        Path file = dataDir.resolve("node-id");
        try {
            return new NodeId(HexFormat.fromHexDigitsToLong(
                    Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (NoSuchFileException e) {
            return create(file);
        } catch (IllegalArgumentException e) {
            Log.warnf("%s does not hold 16 hexadecimal digits; a new id is made", file);
            return create(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NodeId create(Path file) {
        NodeId id = new NodeId(new SecureRandom().nextLong());
        Path unfinished = file.resolveSibling("node-id.tmp");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] text = (HexFormat.of().toHexDigits(id.value) + "\n").getBytes(StandardCharsets.US_ASCII);
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text));
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return id;
    }
}
