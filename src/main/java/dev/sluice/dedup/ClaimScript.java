package dev.sluice.dedup;

import dev.sluice.dedup.SeenIds.Claim;
import dev.sluice.event.EventKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * The call by which many claims are made in {@link ClaimLayout#SCRIPT}: identities as eight bytes, owners as twenty bits.
 *
 * <p>What that leaves out, and what it costs:
 * <ul>
 *   <li>Of the 128 bits of an identity Redis gets 68: the low four of {@code low} choose one of {@value #TAGS} tags, the 64 of
 *       {@code high} are the member. An event that was seen once is taken for a duplicate with the probability that another
 *       one of its tag has the same 64 bits: ids in the window / 16 / 2^64. That is 3·10^-14 per event at 10 million ids,
 *       2·10^-12 at 500 million, and reaches 10^-10 at 29 billion.
 *   <li>The owner is a digest of node and ordinal. Two owners share one with the probability 2^-20: then a duplicate passes.
 * </ul>
 */
final class ClaimScript {
    private static final int TAGS = 16;
    private static final long OWNER_MASK = (1 << 20) - 1;

    private final NodeId node;
    private final String windowMillis;
    private final String sha = sha1(ClaimLayout.SCRIPT);

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
        return request(Command.EVAL, ClaimLayout.SCRIPT, claims, positions);
    }

    /**
     * The hash tag of the identity's key. A cluster runs a script on the keys of one slot only: equal tags share a slot, and
     * sixteen tags spread the work over its nodes.
     */
    static int tag(EventKey key) {
        return (int) (key.low() & (TAGS - 1));
    }

    private Request request(Command command, String script, List<Claim> claims, int[] positions) {
        int[] keyOfTag = new int[TAGS];
        int keys = 0;
        for (int position : positions) {
            int tag = tag(claims.get(position).key());
            if (keyOfTag[tag] == 0) {
                keyOfTag[tag] = ++keys;
            }
        }
        Request request = Request.cmd(command).arg(script).arg(keys);
        for (int number = 1; number <= keys; number++) {
            request.arg("sluice:d:{" + Integer.toHexString(indexOf(number, keyOfTag)) + "}");
        }
        request.arg(windowMillis);
        for (int position : positions) {
            Claim claim = claims.get(position);
            request.arg(Buffer.buffer(12)
                    .appendByte((byte) keyOfTag[tag(claim.key())])
                    .appendLong(claim.key().high())
                    .appendMedium((int) owner(claim.owner())));
        }
        return request;
    }

    private static int indexOf(int number, int[] keyOfTag) {
        int tag = 0;
        while (keyOfTag[tag] != number) {
            tag++;
        }
        return tag;
    }

    /** Twenty bits of node and ordinal; neighbours of one spool have unrelated ones. */
    private long owner(long ordinal) {
        return mixed(node.value() + mixed(ordinal)) & OWNER_MASK;
    }

    /** The finalizer of MurmurHash3: each bit of the argument changes half of the bits of the result. */
    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
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
