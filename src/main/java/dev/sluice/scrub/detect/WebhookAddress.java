package dev.sluice.scrub.detect;

import dev.sluice.scrub.policy.Kind;
import dev.sluice.scrub.text.Ascii;
import dev.sluice.scrub.text.Match;
import dev.sluice.scrub.text.Text;

/**
 * Addresses whose path is the credential: whoever knows an incoming webhook's address may post to it. Also the token that
 * stands in the path of a bot's interface. Belongs to one thread.
 */
public final class WebhookAddress {
    private static final int LONGEST_HOST = 128;
    private static final int FEWEST = 8;
    private static final int LONGEST_PATH = 256;

    /** End of the host and start of the path, after which everything is secret. */
    private static final String[][] SECRET_AFTER = {
        {"hooks.slack.com", "/services/"},
        {"hooks.slack.com", "/workflows/"},
        {"hooks.slack.com", "/triggers/"},
        {"hooks.slack-gov.com", "/services/"},
        {"discord.com", "/api/webhooks/"},
        {"discordapp.com", "/api/webhooks/"},
        {"webhook.office.com", "/webhookb2/"},
        {"outlook.office.com", "/webhook/"},
        {"outlook.office365.com", "/webhook/"},
        {"hooks.zapier.com", "/hooks/catch/"},
        {"hook.eu1.make.com", "/"},
        {"hook.eu2.make.com", "/"},
        {"hook.us1.make.com", "/"},
        {"hook.us2.make.com", "/"},
        {"hook.integromat.com", "/"},
        {"webhook.site", "/"},
        {"maker.ifttt.com", "/trigger/"},
        {"open.feishu.cn", "/open-apis/bot/v2/hook/"},
        {"open.larksuite.com", "/open-apis/bot/v2/hook/"},
        {"events.pagerduty.com", "/integration/"},
        {"alert.victorops.com", "/integrations/generic/"},
        {"api.telegram.org", "/bot"},
        {"hc-ping.com", "/"},
    };

    /** Paths of webhooks on one's own host, as Mattermost, Rocket.Chat and n8n have them. */
    private static final String[] SELF_HOSTED = {"/hooks/", "/webhook/", "/webhooks/", "/webhook-test/"};

    private final SecretShape shape = new SecretShape();

    /** Looks at the host that starts at {@code host}, after the two slashes. */
    public boolean at(Text text, int host, Match match) {
        byte[] b = text.bytes;
        int limit = Math.min(text.to, host + LONGEST_HOST);
        int path = host;
        while (path < limit && (KeyFormats.isTokenCharacter(b[path]) || b[path] == '.' || b[path] == ':')) {
            path++;
        }
        if (path >= limit || b[path] != '/') {
            return false;
        }
        for (String[] service : SECRET_AFTER) {
            if (endsWith(b, host, path, service[0]) && Ascii.startsWith(b, path, text.to, service[1])) {
                int start = path + service[1].length();
                int end = pathEnd(b, start, text.to);
                boolean secret = end - start >= FEWEST && (SecretShape.classes(b, start, end) & SecretShape.DIGIT) != 0;
                return secret && match.is(start, end, Kind.API_KEY);
            }
        }
        return selfHosted(text, path, match);
    }

    private boolean selfHosted(Text text, int path, Match match) {
        byte[] b = text.bytes;
        for (String prefix : SELF_HOSTED) {
            if (Ascii.startsWith(b, path, text.to, prefix)) {
                int start = path + prefix.length();
                int end = pathEnd(b, start, text.to);
                return shape.isToken(b, start, end, 20, true) && match.is(start, end, Kind.API_KEY);
            }
        }
        return false;
    }

    private static int pathEnd(byte[] b, int from, int to) {
        int limit = Math.min(to, from + LONGEST_PATH);
        int i = from;
        while (i < limit
                && (KeyFormats.isTokenCharacter(b[i]) || b[i] == '/' || b[i] == '.' || b[i] == '@' || b[i] == ':')) {
            i++;
        }
        while (i > from && (b[i - 1] == '.' || b[i - 1] == ':')) {
            i--;
        }
        return i;
    }

    /** Whether the host is this one or below it. */
    private static boolean endsWith(byte[] b, int host, int end, String name) {
        int start = end - name.length();
        return start >= host && Ascii.startsWith(b, start, end, name) && (start == host || b[start - 1] == '.');
    }
}
