package dev.sluice.bench.scrub;

import com.alibaba.fastjson2.JSON;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One operation is one pass over all documents of an input. */
@State(Scope.Thread)
public class ScrubBenchmark {
    private static final int WARM_BYTES = 40_000_000;

    @Param
    public Input input = Input.SMALL;

    private final Firewall firewall = new Firewall();
    private final JsonFactory jackson = new JsonFactory();
    private final byte[] copied = new byte[1 << 20];
    private byte[][] documents = {};

    /** Nobody meets one kind of event only: what is measured has read all kinds before. */
    @Setup
    public void warmUp() throws IOException {
        long sum = 0;
        for (Input each : Input.values()) {
            documents = each.documents().toArray(byte[][]::new);
            long size = size(documents);
            for (long done = 0; size > 0 && done < WARM_BYTES; done += size * 3) {
                sum += scrub() + jacksonTokens() + fastjson2Tree();
            }
        }
        documents = input.documents().toArray(byte[][]::new);
        if (sum == 0) {
            throw new IllegalStateException("nothing was read");
        }
    }

    static long size(byte[][] documents) {
        long size = 0;
        for (byte[] document : documents) {
            size += document.length;
        }
        return size;
    }

    @Benchmark
    public long scrub() {
        long edits = 0;
        for (byte[] document : documents) {
            edits += firewall.scrub(document);
        }
        return edits;
    }

    @Benchmark
    public long jacksonTokens() throws IOException {
        long tokens = 0;
        for (byte[] document : documents) {
            try (JsonParser parser = jackson.createParser(document)) {
                while (parser.nextToken() != null) {
                    tokens++;
                }
            }
        }
        return tokens;
    }

    @Benchmark
    public long fastjson2Tree() {
        long members = 0;
        for (byte[] document : documents) {
            members += JSON.parseObject(document).size();
        }
        return members;
    }

    @Benchmark
    public byte[] copy() {
        for (byte[] document : documents) {
            System.arraycopy(document, 0, copied, 0, document.length);
        }
        return copied;
    }
}
