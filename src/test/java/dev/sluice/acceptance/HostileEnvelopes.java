package dev.sluice.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Requests that try to lead the tunnel elsewhere, or to bring it down. Always the same ones. */
final class HostileEnvelopes {
    private static final String ITEM = "{\"type\":\"event\"}\n{\"message\":\"hostile\"}";

    /** What may be written where a host and a port stand; T is the trap, S is Sentry. */
    private static final List<String> AUTHORITIES = List.of(
            "127.0.0.1:T",
            "localhost:T",
            "LOCALHOST:T",
            "127.1:T",
            "127.0.1:T",
            "2130706433:T",
            "0x7f000001:T",
            "0x7f.0.0.1:T",
            "017700000001:T",
            "0177.0.0.1:T",
            "0:T",
            "0.0.0.0:T",
            "[::1]:T",
            "[::]:T",
            "[0:0:0:0:0:0:0:1]:T",
            "[::ffff:127.0.0.1]:T",
            "[::ffff:7f00:1]:T",
            "[::1%25lo]:T",
            "[fe80::1%25lo]:T",
            "localhost.:T",
            "127.0.0.1.:T",
            "127。0。0。1:T",
            "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:T",
            "ｌｏｃａｌｈｏｓｔ:T",
            "xn--localhost-:T",
            "loca\u00adlhost:T",
            "127.0.0.1:S@127.0.0.1:T",
            "127.0.0.1:T@127.0.0.1:S@127.0.0.1:T",
            "127.0.0.1:S:pass@127.0.0.1:T",
            "127.0.0.1:T\\\\@127.0.0.1:S",
            "127.0.0.1:T#@127.0.0.1:S",
            "127.0.0.1:T?@127.0.0.1:S",
            "127.0.0.1:T/@127.0.0.1:S",
            "127.0.0.1:T;@127.0.0.1:S",
            "127.0.0.1:T%23@127.0.0.1:S",
            "127.0.0.1:T%2f@127.0.0.1:S",
            "127.0.0.1:T%40127.0.0.1:S",
            "127.0.0.1%3aT",
            "127.0.0.1%00.evil.invalid:T",
            "127.0.0.1\\u0000:T",
            "127.0.0.1\\r\\nHost: 127.0.0.1:T",
            "127.0.0.1\\tT",
            "127.0.0.1 :T",
            "127.0.0.1:0T",
            "127.0.0.1:+T",
            "127.0.0.1:T0",
            "127.0.0.1:-T",
            "127.0.0.1:",
            "127.0.0.1:65536",
            "127.0.0.1:99999999999999999999",
            "127.0.0.1:S,127.0.0.1:T",
            "127.0.0.1:S 127.0.0.1:T",
            "169.254.169.254",
            "metadata.invalid");

    private static final List<String> SHAPES = List.of(
            "http://publickey@A/42",
            "http://publickey:secret@A/42",
            "http://A/42",
            "http://@A/42",
            "https://publickey@A/42",
            "HTTP://publickey@A/42",
            "//publickey@A/42",
            "http:\\\\publickey@A\\42");

    /** Whole DSNs. */
    private static final List<String> DSNS = List.of(
            "http://publickey@127.0.0.1:S/42/../../../",
            "http://publickey@127.0.0.1:S/%34%32",
            "http://publickey@127.0.0.1:S/42%2f..%2f..%2fadmin",
            "http://publickey@127.0.0.1:S/%2e%2e/42",
            "http://publickey@127.0.0.1:S//127.0.0.1:T/42",
            "http://publickey@127.0.0.1:S/\\\\127.0.0.1:T/42",
            "http://publickey@127.0.0.1:S/42?to=http://127.0.0.1:T",
            "http://publickey@127.0.0.1:S/42#http://127.0.0.1:T",
            "http://publickey@127.0.0.1:S/42;http://127.0.0.1:T",
            "http://publickey@127.0.0.1:S/42 http://publickey@127.0.0.1:T/42",
            "http://publickey@127.0.0.1:S/42,http://publickey@127.0.0.1:T/42",
            "http://publickey@127.0.0.1:S/42/http://publickey@127.0.0.1:T/42",
            "http://publickey@127.0.0.1:S/http:%2f%2f127.0.0.1:T/42",
            "http://publickey@127.0.0.1:S/42/envelope/?x=",
            "http://publickey@127.0.0.1:S/0x2a",
            "http://publickey@127.0.0.1:S/042",
            "http://publickey@127.0.0.1:S/-1",
            "http://publickey@127.0.0.1:S/",
            "http://publickey@127.0.0.1:S",
            "http://PublicKey@127.0.0.1:S/42",
            "http://otherkey@127.0.0.1:S/42",
            "http://publickey%00@127.0.0.1:S/42",
            "file:///etc/passwd",
            "gopher://127.0.0.1:T/_POST",
            "jar:http://127.0.0.1:T/x!/",
            "ftp://publickey@127.0.0.1:T/42",
            "data:text/plain,42",
            "javascript:alert(1)",
            "unix:/var/run/docker.sock",
            "dns:127.0.0.1:T",
            "42",
            " ",
            "\\u0000",
            "http://",
            "http://publickey@/42",
            "http://[/42",
            "http://publickey@[::1/42",
            "http://publickey@127.0.0.1:T/".concat("9".repeat(5000)));

    private final int sentry;
    private final int trap;
    private final List<Hostile> all = new ArrayList<>();

    /**
     * One request.
     *
     * @param mayBeTaken whether it is an envelope for the right place with something odd in it
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares requests
    record Hostile(String what, String path, Map<String, String> headers, byte[] body, boolean mayBeTaken) {}

    private HostileEnvelopes(int sentry, int trap) {
        this.sentry = sentry;
        this.trap = trap;
    }

    static List<Hostile> all(int sentry, int trap) {
        HostileEnvelopes hostile = new HostileEnvelopes(sentry, trap);
        hostile.places();
        hostile.hiddenPlaces();
        hostile.requests();
        hostile.grammar();
        hostile.packings();
        hostile.damage();
        return List.copyOf(hostile.all);
    }

    private void places() {
        for (String authority : AUTHORITIES) {
            for (String shape : SHAPES) {
                refused("dsn", header(shape.replace("A", authority)) + "\n" + ITEM);
            }
        }
        DSNS.forEach(dsn -> refused("dsn", header(dsn) + "\n" + ITEM));
    }

    /** The right DSN, and another one where a careless reader might look. */
    private void hiddenPlaces() {
        String bad = ports("http://publickey@127.0.0.1:T/42");
        String good = good();
        for (String header : List.of(
                "{\"dsn\":\"" + good + "\",\"dsn\":\"" + bad + "\"}",
                "{\"dsn\":\"" + bad + "\",\"dsn\":\"" + good + "\"}",
                "{\"dsn\":\"" + good + "\",\"d\\u0073n\":\"" + bad + "\"}",
                "{\"dsn\":[\"" + good + "\",\"" + bad + "\"]}",
                "{\"dsn\":{\"dsn\":\"" + good + "\"}}",
                "{\"DSN\":\"" + good + "\"}",
                "{\"\":{\"dsn\":\"" + good + "\"}}",
                "[{\"dsn\":\"" + good + "\"}]",
                "{\"dsn\":null}",
                "{\"dsn\":true}",
                "{}",
                "\"" + good + "\"",
                good,
                "{\"trace\":{\"dsn\":\"" + good + "\"}}",
                "{\"dsn\":\"" + good + "\"}{\"dsn\":\"" + bad + "\"}",
                "{\"dsn\":\"" + good + "\"} x",
                "{\"dsn\":\"" + good + "\\n\"}",
                "{\"dsn\":\"" + good + "\\\"}")) {
            refused("hidden dsn", header + "\n" + ITEM);
        }
        for (String header : List.of(
                "{\"dsn\":\"" + good + "\",\"Dsn\":\"" + bad + "\"}",
                "{\"dsn\":\"" + good + "\",\"trace\":{\"dsn\":\"" + bad + "\",\"public_key\":\"" + bad + "\"}}",
                "{\"dsn\":\"" + good + "\",\"sdk\":{\"dsn\":\"" + bad + "\"},\"url\":\"" + bad + "\",\"tunnel\":\""
                        + bad + "\"}",
                "{\"dsn\":\"" + good.replace("/", "\\/") + "\"}",
                "{\"d\\u0073n\":\"" + good + "\"}",
                "{\"dsn\":\"" + good.replace("publickey", "publickey:127.0.0.1") + "\"}")) {
            taken("odd header", header + "\n" + ITEM);
        }
        taken(
                "nested envelope",
                "{\"dsn\":\"" + good + "\"}\n{\"type\":\"event\",\"dsn\":\"" + bad + "\",\"url\":\"" + bad
                        + "\"}\n{\"dsn\":\"" + bad + "\",\"request\":{\"url\":\"" + bad
                        + "\"}}\n{\"type\":\"log\",\"length\":2}\n{}\n");
    }

    private void requests() {
        String bad = ports("http://127.0.0.1:T/api/42/envelope/");
        byte[] body = (header("http://publickey@127.0.0.1:S/42") + "\n" + ITEM).getBytes(UTF_8);
        for (String query : List.of("dsn", "url", "host", "o", "p", "target", "sentry_host", "tunnel", "redirect")) {
            all.add(new Hostile("query", "/tunnel?" + query + "=" + bad, Map.of(), body, true));
        }
        for (String name : List.of(
                "X-Forwarded-Host",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-Forwarded-Server",
                "Forwarded",
                "Referer",
                "Origin",
                "Location",
                "X-Sentry-Auth",
                "X-Sentry-Forwarded-For",
                "Cookie",
                "Authorization",
                "Proxy",
                "X-POSTHOG-SESSION-ID",
                "X-POSTHOG-DISTINCT-ID",
                "User-Agent")) {
            all.add(new Hostile("header " + name, "/tunnel", Map.of(name, bad), body, true));
        }
        for (String path : List.of(
                "/tunnel/http://127.0.0.1:T/",
                "/tunnel/..%2f..%2fadmin",
                "/tunnel%2f",
                "/tunnel;x=1",
                "/tunnel//127.0.0.1:T",
                "/%74unnel",
                "/x/y/tunnel")) {
            all.add(new Hostile("path", ports(path), Map.of(), body, true));
        }
    }

    private void grammar() {
        String head = "{\"dsn\":\"" + good() + "\"}\n";
        for (String rest : List.of(
                "{\"type\":\"event\",\"length\":99}\n{}",
                "{\"type\":\"event\",\"length\":1}\n{}",
                "{\"type\":\"event\",\"length\":-1}\n{}",
                "{\"type\":\"event\",\"length\":1e3}\n{}",
                "{\"type\":\"event\",\"length\":2147483648}\n{}",
                "{\"type\":\"event\",\"length\":99999999999999999999}\n{}",
                "{\"type\":\"event\",\"length\":\"2\"}\n{}",
                "{\"type\":\"event\",\"length\":2,\"length\":1}\n{}",
                "{\"type\":null}\n{}",
                "{\"type\":[\"event\"]}\n{}",
                "{}\n{}",
                "\n\n{}",
                "\r\n{}\r\n",
                "x",
                "{\"type\":\"event\"}\n{}\n\n\n{}",
                "{\"a\":" + "[".repeat(5000) + "\n{}",
                "{\"type\":\"event\",\"x\":\"" + "y".repeat(70_000) + "\"}\n{}",
                ("{\"type\":\"session\"}\n{}\n").repeat(5000))) {
            refused("grammar", head + rest);
        }
        for (String rest : List.of(
                "{\"type\":\"event\"}",
                "{\"type\":\"event\"}\n" + "[".repeat(100_000),
                "{\"type\":\"event\"}\n" + "{\"a\":".repeat(100_000),
                "{\"type\":\"event\"}\n\u0000\u0001",
                "{\"type\":\"event\"}\n{\"user\":" + "{\"a\":".repeat(500) + "1" + "}".repeat(500) + "}",
                "{\"type\":\"event\"}\n{\"tags\":7,\"sdk\":[],\"user\":\"{{auto}}\"}",
                "{\"type\":\"span\"}\n{\"items\":[" + "{\"attributes\":{\"a\":\"{{auto}}\"}},".repeat(20_000) + "1]}",
                "{\"type\":\"" + "z".repeat(30_000) + "\"}\n{}",
                "{\"type\":\"event\",\"filename\":\"../../etc/passwd\\u0000\"}\n{}",
                "{\"type\":\"form_data\"}\nx",
                "{\"type\":\"unreal_report\",\"length\":3}\n\u0000\n\u0001",
                "{\"type\":\"attachment\",\"length\":1000000}\n"
                        + "a".repeat(1_000_000).substring(0, 1_000_000))) {
            taken("odd item", head + rest);
        }
        refused("huge header", "{\"dsn\":\"" + good() + "\",\"x\":\"" + "y".repeat(100_000) + "\"}\n" + ITEM);
        refused("too large", head + "{\"type\":\"event\"}\n{\"m\":\"" + "y".repeat(2 << 20) + "\"}");
        refused("too large", head + "{\"type\":\"event\"}\n{\"m\":\"" + "y".repeat(15 << 20) + "\"}");
    }

    private void packings() {
        byte[] envelope = ("{\"dsn\":\"" + good() + "\"}\n" + ITEM).getBytes(UTF_8);
        byte[] bomb = gzip(new byte[64 << 20]);
        for (String encoding :
                List.of("gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip", "GZIP;q=1", "*")) {
            all.add(new Hostile("said to be packed", "/tunnel", Map.of("Content-Encoding", encoding), envelope, false));
        }
        all.add(new Hostile("bomb", "/tunnel", Map.of("Content-Encoding", "gzip"), bomb, false));
        all.add(new Hostile("bomb in a bomb", "/tunnel", Map.of("Content-Encoding", "gzip"), gzip(bomb), false));
        all.add(new Hostile(
                "deflate bomb", "/tunnel", Map.of("Content-Encoding", "deflate"), deflate(new byte[64 << 20]), false));
        all.add(new Hostile("packed without saying", "/tunnel", Map.of(), gzip(envelope), false));
        byte[] recording = concat("{\"segment_id\":0}\n".getBytes(UTF_8), deflate(new byte[70 << 20]));
        byte[] head = ("{\"dsn\":\"" + good()
                        + "\"}\n{\"type\":\"replay_event\"}\n{}\n{\"type\":\"replay_recording\",\"length\":"
                        + recording.length + "}\n")
                .getBytes(UTF_8);
        all.add(new Hostile("recording bomb", "/tunnel", Map.of(), concat(head, recording), true));
    }

    /** A good envelope, with bytes changed at random. */
    private void damage() {
        Random random = new Random(20261123);
        byte[] good = ("{\"dsn\":\"" + good() + "\"}\n{\"type\":\"event\",\"length\":21}\n{\"message\":\"hostile\"}\n"
                        + "{\"type\":\"session\"}\n{\"sid\":\"1\"}\n")
                .getBytes(UTF_8);
        for (int i = 0; i < 120; i++) {
            byte[] damaged = good.clone();
            for (int n = 0; n <= i % 4; n++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            all.add(new Hostile("damage", "/tunnel", Map.of(), damaged, true));
        }
    }

    private String good() {
        return ports("http://publickey@127.0.0.1:S/42");
    }

    private String header(String dsn) {
        return "{\"event_id\":\"b873df11f13b4f38bd9116b6ae978f16\",\"dsn\":\"" + ports(dsn) + "\"}";
    }

    private String ports(String text) {
        // Only where a port stands: letters of other words are left alone.
        return text.replaceAll("(?<![A-Za-z])T(?![A-Za-z])", Integer.toString(trap))
                .replaceAll("(?<![A-Za-z])S(?![A-Za-z])", Integer.toString(sentry));
    }

    private void refused(String what, String body) {
        all.add(new Hostile(what, "/tunnel", Map.of(), body.getBytes(UTF_8), false));
    }

    private void taken(String what, String body) {
        all.add(new Hostile(what, "/tunnel", Map.of(), body.getBytes(UTF_8), true));
    }

    private static byte[] concat(byte[] one, byte[] two) {
        return (new String(one, ISO_8859_1) + new String(two, ISO_8859_1)).getBytes(ISO_8859_1);
    }

    private static byte[] gzip(byte[] plain) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] plain) {
        var out = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(out)) {
            deflater.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
