package dev.sluice.bench;

import java.nio.charset.StandardCharsets;

/** The heads of requests as the SDKs send them; what an upstream must parse is part of what a request costs. */
enum Heads {
    /** posthog-js: {@code text/plain}, and no word about the body being gzip, which is how it avoids a preflight. */
    BROWSER("POST /i/v0/e/ HTTP/1.1\r\n"
            + "Host: sluice.example\r\n"
            + "Connection: keep-alive\r\n"
            + "sec-ch-ua-platform: \"Linux\"\r\n"
            + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36\r\n"
            + "sec-ch-ua: \"Not:A-Brand\";v=\"8\", \"Chromium\";v=\"141\"\r\n"
            + "content-type: text/plain\r\n"
            + "sec-ch-ua-mobile: ?0\r\n"
            + "Accept-Language: en-US\r\n"
            + "Accept: */*\r\n"
            + "Origin: https://shop.example\r\n"
            + "Sec-Fetch-Site: same-site\r\n"
            + "Sec-Fetch-Mode: cors\r\n"
            + "Sec-Fetch-Dest: empty\r\n"
            + "Referer: https://shop.example/\r\n"
            + "Accept-Encoding: gzip, deflate, br, zstd\r\n"),

    /** posthog-node and its like: JSON, gzip said in the header. */
    SERVER("POST /batch/ HTTP/1.1\r\n"
            + "Host: sluice.example\r\n"
            + "Connection: keep-alive\r\n"
            + "User-Agent: posthog-node/5.70.0\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Encoding: gzip\r\n"
            + "Accept: */*\r\n"
            + "Accept-Encoding: br, gzip, deflate\r\n");

    private final String lines;

    Heads(String lines) {
        this.lines = lines;
    }

    byte[] of(int bodyLength) {
        return (lines + "Content-Length: " + bodyLength + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
