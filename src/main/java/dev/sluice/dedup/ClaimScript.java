package dev.sluice.dedup;

import dev.sluice.dedup.SeenIds.Claim;
import dev.sluice.event.EventKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The script by which many claims are made in one call, and its arguments. Runs on Redis 6.2 and later. */
final class ClaimScript {
    // No SET … NX GET, which would be one command less: that is Redis 7. A claim that is there already makes a
    // duplicate only
    // if its value names another owner.
    private static final String SCRIPT = """
            local seen = {}
            for i, key in ipairs(KEYS) do
              if not redis.call('SET', key, ARGV[i + 1], 'NX', 'PX', ARGV[1]) then
                local owner = redis.call('GET', key)
                if owner and owner ~= ARGV[i + 1] then seen[#seen + 1] = i - 1 end
              end
            end
            return seen
            """;

    private static final int TAGS = 16;

    private final NodeId node;
    private final String windowMillis;
    private final String sha = sha1(SCRIPT);

    ClaimScript(NodeId node, Duration window) {
        this.node = node;
        this.windowMillis = Long.toString(Math.max(1, window.toMillis()));
    }

    /** Calls the script that Redis has; the answer lists the places in {@code positions} that are duplicates. */
    Request byName(List<Claim> claims, int[] positions) {
        return request(Command.EVALSHA, sha, claims, positions);
    }

    /** As {@link #byName}, and gives Redis the script. */
    Request whole(List<Claim> claims, int[] positions) {
        return request(Command.EVAL, SCRIPT, claims, positions);
    }

    /**
     * The hash tag of the identity's key. A cluster runs a script on the keys of one slot only: equal tags share a slot, and
     * sixteen tags spread the work over its nodes.
     */
    static int tag(EventKey key) {
        return (int) (key.low() & (TAGS - 1));
    }

    private Request request(Command command, String script, List<Claim> claims, int[] positions) {
        Request request = Request.cmd(command).arg(script).arg(positions.length);
        for (int position : positions) {
            request.arg(redisKey(claims.get(position).key()));
        }
        request.arg(windowMillis);
        for (int position : positions) {
            request.arg(Buffer.buffer(16)
                    .appendLong(node.value())
                    .appendLong(claims.get(position).owner()));
        }
        return request;
    }

    private static String redisKey(EventKey key) {
        byte[] identity =
                ByteBuffer.allocate(16).putLong(key.high()).putLong(key.low()).array();
        return "sluice:d:{" + Integer.toHexString(tag(key)) + "}"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(identity);
    }

    private static String sha1(String script) {
        try {
            // What EVALSHA names a script by; nothing here depends on its strength.
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
