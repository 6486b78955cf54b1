package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code sluice dead-letters}: what the admin API offers, for a terminal. Each answers whether all went well. */
public final class DeadLettersCommand {
    private static final String LETTERS = "/admin/dead-letters";
    private static final int PAGE = 500;
    private static final long BETWEEN_QUESTIONS_MILLIS = 200;

    private final AdminClient client;
    private final boolean asJson;
    private final PrintWriter out;
    private final PrintWriter err;

    /** @param asJson whether to print what the gateway answers instead of a table */
    public DeadLettersCommand(AdminClient client, boolean asJson, PrintWriter out, PrintWriter err) {
        this.client = client;
        this.asJson = asJson;
        this.out = out;
        this.err = err;
    }

    /** @param most how many letters to print at most */
    public boolean list(Map<String, String> filter, int most) throws IOException {
        List<JsonNode> letters = new ArrayList<>();
        String cursor = "";
        do {
            Map<String, String> parameters = new LinkedHashMap<>(filter);
            parameters.put("limit", String.valueOf(Math.min(PAGE, most - letters.size())));
            if (!cursor.isEmpty()) {
                parameters.put("cursor", cursor);
            }
            AdminClient.Answer answer = client.ask("GET", LETTERS, parameters, Optional.empty());
            if (!answer.isGood()) {
                return failed(answer);
            }
            if (!answer.body().path("complete").asBoolean()) {
                err.println("Postgres is away: letters that are only there are missing.");
            }
            answer.body().path("letters").forEach(letters::add);
            cursor = answer.body().path("next").asText();
        } while (!cursor.isEmpty() && letters.size() < most);
        if (asJson) {
            letters.forEach(out::println);
        } else {
            new TextTable("id", "at", "project", "reason", "event_name", "state", "uuid").print(letters, out);
            err.println(letters.size() + (cursor.isEmpty() ? " letters" : " letters shown, there are more (--limit)"));
        }
        out.flush();
        return true;
    }

    public boolean counts() throws IOException {
        AdminClient.Answer answer = client.ask("GET", LETTERS + "/counts", Map.of(), Optional.empty());
        return table(answer, "counts", "project", "reason", "open", "replayed");
    }

    public boolean audit(int most) throws IOException {
        Map<String, String> limit = Map.of("limit", String.valueOf(most));
        AdminClient.Answer answer = client.ask("GET", "/admin/audit", limit, Optional.empty());
        return table(answer, "audit", "at", "who", "action", "project", "letters", "detail");
    }

    public boolean show(String id) throws IOException {
        return printed(client.ask("GET", letter(id), Map.of(), Optional.empty()));
    }

    public boolean edit(String id, byte[] event) throws IOException {
        return printed(client.ask("PUT", letter(id) + "/event", Map.of(), Optional.of(event)));
    }

    /** Also a letter that would not be accepted is a problem. */
    public boolean dryRun(String id, Optional<byte[]> event) throws IOException {
        AdminClient.Answer answer = client.ask("POST", letter(id) + "/dry-run", Map.of(), event);
        return printed(answer) && answer.body().path("accepted").asBoolean();
    }

    public boolean replay(String id, boolean force) throws IOException {
        Map<String, String> parameters = force ? Map.of("force", "yes") : Map.of();
        return printed(client.ask("POST", letter(id) + "/replay", parameters, Optional.empty()));
    }

    /** Waits until the gateway has come to the end of it. A letter that was passed over is a problem. */
    public boolean replayAll(Map<String, String> filter, Optional<Integer> rate)
            throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>(filter);
        rate.ifPresent(perSecond -> parameters.put("rate", String.valueOf(perSecond)));
        AdminClient.Answer answer = client.ask("POST", LETTERS + "/replays", parameters, Optional.empty());
        String place = LETTERS + "/replays/" + answer.body().path("id").asText();
        while (answer.isGood() && answer.body().path("state").asText().equals("running")) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_QUESTIONS_MILLIS);
            answer = client.ask("GET", place, Map.of(), Optional.empty());
        }
        return printed(answer)
                && answer.body().path("state").asText().equals("done")
                && answer.body().path("passed_over").isEmpty();
    }

    public boolean delete(String id) throws IOException {
        return printed(client.ask("DELETE", letter(id), Map.of(), Optional.empty()));
    }

    public boolean deleteAll(Map<String, String> filter) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>(filter);
        parameters.put("confirm", "yes");
        return printed(client.ask("DELETE", LETTERS, parameters, Optional.empty()));
    }

    private static String letter(String id) {
        return LETTERS + "/" + id;
    }

    private boolean table(AdminClient.Answer answer, String member, String... columns) {
        if (asJson || !answer.isGood()) {
            return printed(answer);
        }
        List<JsonNode> rows = new ArrayList<>();
        answer.body().path(member).forEach(rows::add);
        new TextTable(columns).print(rows, out);
        out.flush();
        return true;
    }

    private boolean printed(AdminClient.Answer answer) {
        if (!answer.isGood()) {
            return failed(answer);
        }
        out.println(asJson ? answer.body().toString() : client.pretty(answer.body()));
        return true;
    }

    private boolean failed(AdminClient.Answer answer) {
        String sentence = answer.body().path("error").asText();
        err.println(sentence.isEmpty() ? "the gateway answered " + answer.status() : sentence);
        return false;
    }
}
