package dev.sluice.project;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/** PostHog's addresses. */
final class Hosts {
    /** PostHog Cloud serves scripts and remote configuration from hosts of their own, one for each region. */
    private static final Map<String, URI> CLOUD_ASSETS = Map.of(
            "us.i.posthog.com", URI.create("https://us-assets.i.posthog.com"),
            "eu.i.posthog.com", URI.create("https://eu-assets.i.posthog.com"));

    private Hosts() {}

    /** Scheme, host and port, and nothing else that would be lost or sent along by mistake. */
    static boolean isHost(URI address) {
        return address.getHost() != null
                && Set.of("http", "https").contains(String.valueOf(address.getScheme()))
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && Set.of("", "/").contains(address.getRawPath());
    }

    static URI withoutSlash(URI address) {
        String text = address.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
    }

    static URI assetsHostOf(URI host) {
        return CLOUD_ASSETS.getOrDefault(String.valueOf(host.getHost()), host);
    }
}
