package dev.sluice.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;

/** One tab of a {@link Browser}. */
public final class Page {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DevTools devTools;

    Page(DevTools devTools) {
        this.devTools = devTools;
    }

    /** Goes there as a person would by the address bar, and waits until the page has loaded. */
    public void navigate(String url) {
        JsonNode answer = devTools.send("Page.navigate", "url", url);
        if (answer.hasNonNull("errorText")) {
            throw new IllegalStateException(
                    "the page did not load: " + answer.get("errorText").asText());
        }
        waitFor("location.href !== 'about:blank' && document.readyState === 'complete'");
    }

    /** The value of an expression, or what the promise it gives resolves to. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = devTools.send(
                "Runtime.evaluate", "expression", expression, "returnByValue", true, "awaitPromise", true);
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.get("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    public void waitFor(String condition) {
        Awaitility.await(condition)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> evaluate("!!(" + condition + ")").asBoolean());
    }

    /** A real click with the mouse in the middle of the element. */
    public void click(String selector) {
        JsonNode at = evaluate("(() => { const e = document.querySelector(" + quoted(selector) + ");"
                + " e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return {x: r.x + r.width / 2, y: r.y + r.height / 2} })()");
        double x = at.path("x").asDouble();
        double y = at.path("y").asDouble();
        for (String type : new String[] {"mousePressed", "mouseReleased"}) {
            devTools.send("Input.dispatchMouseEvent", "type", type, "x", x, "y", y, "button", "left", "clickCount", 1);
        }
    }

    /** Writes what the tab shows as a PNG. */
    public void screenshot(Path file) throws IOException {
        String data = devTools.send("Page.captureScreenshot", "format", "png", "captureBeyondViewport", true)
                .path("data")
                .asText();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
