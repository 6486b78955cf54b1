package dev.sluice.passthrough;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.project.Project;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The query of a lookup. Numbers, switches and the token pass; what an SDK or a page added beyond them passes the firewall
 * as text under its name. Names are sorted, so that equal questions share an answer.
 */
final class LookupQuery {
    private static final int MOST_PARAMETERS = 32;
    private static final int LONGEST = 4096;
    /** Decided here ({@code compression}, {@code data}, {@code beacon}) or a secret that does not belong in an address. */
    private static final Set<String> DROPPED =
            Set.of("compression", "data", "beacon", "personal_api_key", "secret_api_key");

    /** What SDKs themselves send (section 2.3): switches, versions and cache busters. */
    private static final Set<String> KNOWN = Set.of(
            "_",
            "v",
            "config",
            "ip",
            "ver",
            "only_evaluate_survey_feature_flags",
            "send_cohorts",
            "verbose",
            "version",
            "lib",
            "t",
            "retry_count",
            "sent_at");

    private final JsonFactory json = new JsonFactory();
    private final DocumentFirewall firewall;

    LookupQuery(DocumentFirewall firewall) {
        this.firewall = firewall;
    }

    /**
     * @param raw the part after the question mark; empty if there is none
     */
    static Map<String, List<String>> parse(String raw) throws Refusal {
        if (raw.length() > LONGEST) {
            throw Refusal.malformed("the query is longer than " + LONGEST + " characters");
        }
        try {
            return new QueryStringDecoder("?" + raw, StandardCharsets.UTF_8, true, MOST_PARAMETERS).parameters();
        } catch (IllegalArgumentException e) {
            throw Refusal.malformed("the query is not percent-encoded UTF-8");
        }
    }

    /** The token that the query names, if it does. */
    static Optional<String> token(Map<String, List<String>> parameters) {
        List<String> values = parameters.getOrDefault("token", parameters.getOrDefault("api_key", List.of()));
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    /** What goes upstream: with its question mark, or empty. */
    String upstream(Map<String, List<String>> parameters, Lookup lookup, Project project) throws Refusal {
        TreeMap<String, List<String>> kept = new TreeMap<>();
        TreeMap<String, List<String>> foreign = new TreeMap<>();
        parameters.forEach((name, values) -> {
            if (DROPPED.contains(name) || (name.equals("_") && lookup.kind().isCacheable())) {
                return;
            }
            if (name.equals("token") || name.equals("api_key")) {
                kept.put(name, List.of(project.token()));
            } else if (KNOWN.contains(name) && values.stream().allMatch(LookupQuery::isSwitch)) {
                kept.put(name, values);
            } else if (lookup.kind() != Lookup.Kind.ASSET) {
                foreign.put(name, values);
            }
        });
        StringJoiner joined = new StringJoiner("&", "?", "").setEmptyValue("");
        kept.forEach((name, values) -> values.forEach(value -> joined.add(pair(name, value))));
        if (!foreign.isEmpty()) {
            addScrubbed(foreign, project, joined);
        }
        return joined.toString();
    }

    /** Whether the text may leave as it is. */
    boolean isClean(String text, String project) throws Refusal {
        byte[] document = document(Map.of("text", List.of(text)));
        return Arrays.equals(firewall.scrub(document, project), document);
    }

    private void addScrubbed(Map<String, List<String>> parameters, Project project, StringJoiner joined)
            throws Refusal {
        byte[] scrubbed = firewall.scrub(document(parameters), project.name());
        try (JsonParser parser = json.createParser(scrubbed)) {
            String name = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    name = parser.currentName();
                } else if (token == JsonToken.VALUE_STRING) {
                    joined.add(pair(name, parser.getText()));
                }
            }
        } catch (IOException e) {
            throw Refusal.malformed("the query could not be read after the firewall");
        }
    }

    // {"name":"value"} so that the firewall knows the name; only a repeated name becomes an array.
    private byte[] document(Map<String, List<String>> parameters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            generator.writeStartObject();
            for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
                generator.writeFieldName(parameter.getKey());
                List<String> values = parameter.getValue();
                if (values.size() == 1) {
                    generator.writeString(values.getFirst());
                } else {
                    generator.writeArray(values.toArray(String[]::new), 0, values.size());
                }
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String pair(String name, String value) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        return value.isEmpty() ? encoded : encoded + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    // Digits too few for a card number and dots too few for an address; the firewall must not take out a switch because
    // of its name (`ip=0`).
    private static boolean isSwitch(String value) {
        return value.equals("true")
                || value.equals("false")
                || (value.length() <= 13
                        && value.chars().allMatch(LookupQuery::isVersionCharacter)
                        && value.chars().filter(c -> c == '.').count() <= 2);
    }

    private static boolean isVersionCharacter(int c) {
        return c == '.' || (c >= '0' && c <= '9');
    }
}
