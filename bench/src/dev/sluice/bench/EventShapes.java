package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Events as posthog-js 1.449 writes them: its property names in its order, as many as fit the wanted size. The variants differ
 * in event, page, browser and campaign; one in eight has an e-mail address in its URL, so that the firewall has work.
 */
final class EventShapes {
    static final String TOKEN = "phc_benchbenchbenchbenchbenchbenchbenchbench00";
    private static final int VARIANTS = 48;
    private static final String CAMPAIGNS =
            "utm_medium utm_content utm_term gad_source mc_cid gclid gclsrc dclid gbraid wbraid"
                    + " fbclid msclkid twclid igshid ttclid rdt_cid epik qclid sccid irclid li_fat_id _kx";

    private EventShapes() {}

    /** Variants of about this many bytes each, as one browser sends them; the same ones on every run. */
    static List<Template> ofBrowser(int bytes) {
        Random random = new Random(bytes);
        List<Template> variants = new ArrayList<>();
        for (int i = 0; i < VARIANTS; i++) {
            variants.add(Template.of(event(random, bytes, i % 8 == 0)));
        }
        return variants;
    }

    /** The same, but no two events of one visitor: a backend's batch, which compresses much less. */
    static List<Template> ofBackend(int bytes) {
        Random random = new Random(~bytes);
        List<Template> variants = new ArrayList<>();
        for (int i = 0; i < VARIANTS; i++) {
            variants.add(Template.of(event(random, bytes, i % 8 == 0)
                    .replace("%visitor%", "%noise%")
                    .replace("%session%", "%noise%")));
        }
        return variants;
    }

    private static String event(Random random, int bytes, boolean personal) {
        String page = pick(random, "/", "/pricing", "/products/42", "/products/1077", "/checkout", "/blog/how-we-work");
        String url = "https://shop.example" + page
                + (personal ? "?email=jane.query%noise%@example.com" : "?utm_source=newsletter&utm_campaign=spring");
        StringBuilder json = new StringBuilder()
                .append("{\"uuid\":\"" + Template.EVENT_UUID_PREFIX + "%event%\",\"event\":\"")
                .append(pick(random, "$pageview", "$autocapture", "$pageleave", "product_viewed", "cart_updated"))
                .append("\",\"properties\":{\"token\":\"" + TOKEN + "\"")
                .append(",\"distinct_id\":\"01a2041d-640a-7904-989f-%visitor%\"");
        String tail = "},\"timestamp\":\"%time%\"}";
        int length = Template.of(json + tail).length();
        for (String property : properties(random, url, page)) {
            int more = Template.of(property).length() + 1;
            if (length + more <= bytes) {
                json.append(',').append(property);
                length += more;
            }
        }
        return json + tail;
    }

    private static List<String> properties(Random random, String url, String page) {
        String version = pick(random, "139", "140", "141");
        List<String> all = new ArrayList<>(
                List.of(
                        "\"$current_url\":\"" + url + "\"",
                        "\"$session_id\":\"01a2041d-644c-7b9a-b0cb-%session%\"",
                        "\"$insert_id\":\"%noise%\"",
                        "\"$lib\":\"web\"",
                        "\"$lib_version\":\"1.449.2\"",
                        "\"$os\":\"" + pick(random, "Mac OS X", "Windows", "Linux", "Android", "iOS") + "\"",
                        "\"$browser\":\"" + pick(random, "Chrome", "Safari", "Firefox") + "\"",
                        "\"$device_type\":\"Desktop\"",
                        "\"$host\":\"shop.example\"",
                        "\"$pathname\":\"" + page + "\"",
                        "\"$browser_version\":" + version,
                        "\"$browser_language\":\"" + pick(random, "en-US", "de-DE", "pt-BR") + "\"",
                        "\"$screen_height\":" + pick(random, "1080", "1440", "900"),
                        "\"$screen_width\":" + pick(random, "1920", "2560", "1440"),
                        "\"$device_id\":\"01a2041d-640a-7904-989f-%visitor%\"",
                        "\"$window_id\":\"01a2041d-644c-7b9a-b0cb-%noise%\"",
                        "\"$referrer\":\"https://www.google.com/\"",
                        "\"$referring_domain\":\"www.google.com\"",
                        "\"$timezone\":\"Europe/Berlin\"",
                        "\"$viewport_height\":" + (600 + random.nextInt(500)),
                        "\"$viewport_width\":" + (900 + random.nextInt(1000)),
                        "\"title\":\"Acme shop\"",
                        "\"$raw_user_agent\":\"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
                                + version + ".0.0.0 Safari/537.36\"",
                        "\"$pageview_id\":\"01a2041d-6424-725d-99da-%noise%\"",
                        "\"$timezone_offset\":-60",
                        "\"$browser_language_prefix\":\"en\"",
                        "\"$is_identified\":false",
                        "\"$process_person_profile\":true",
                        "\"$configured_session_timeout_ms\":1800000",
                        "\"$autocapture_disabled_server_side\":false",
                        "\"$web_vitals_enabled_server_side\":true",
                        "\"$exception_capture_enabled_server_side\":true",
                        "\"$dead_clicks_enabled_server_side\":true",
                        "\"$feature/checkout-layout\":\"variant-b\"",
                        "\"$active_feature_flags\":[\"beta-banner\",\"checkout-layout\"]",
                        "\"$session_entry_url\":\"" + url + "\"",
                        "\"$session_entry_host\":\"shop.example\"",
                        "\"$session_entry_pathname\":\"" + page + "\"",
                        "\"$recording_status\":\"disabled\"",
                        "\"$elements_chain\":\"a:attr__href=\\\"#pricing\\\"attr__id=\\\"plain-link\\\"href=\\\"#pricing\\\"nth-child="
                                + "\\\"2\\\"nth-of-type=\\\"2\\\"text=\\\"Pricing\\\";nav:nth-child=\\\"3\\\"nth-of-type=\\\"1\\\"\""));
        for (String campaign : CAMPAIGNS.split(" ")) {
            all.add("\"" + campaign + "\":null");
            all.add("\"$initial_" + campaign + "\":null");
        }
        all.add("\"$set_once\":{\"$initial_current_url\":\"" + url
                + "\",\"$initial_referrer\":\"https://www.google.com/\",\"$initial_pathname\":\"" + page + "\"}");
        return all;
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
