package dev.sluice.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Where one version of an event differs from another, as paths without values. The keys in them are those of the second
 * version, which has been through the firewall. Bounded.
 */
final class ChangedPlaces {
    private static final int MOST = 100;

    private final List<String> paths = new ArrayList<>();

    private ChangedPlaces() {}

    static List<String> between(JsonNode before, JsonNode after) {
        var places = new ChangedPlaces();
        places.compare("", before, after);
        return List.copyOf(places.paths);
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (paths.size() == MOST || before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            int found = paths.size();
            for (Map.Entry<String, JsonNode> member : after.properties()) {
                compare(
                        path + (path.isEmpty() ? "" : ".") + member.getKey(),
                        before.path(member.getKey()),
                        member.getValue());
            }
            if (paths.size() > found) {
                return;
            }
        } else if (before.isArray() && before.size() == after.size() && after.isArray()) {
            Iterator<JsonNode> old = before.elements();
            int i = 0;
            for (JsonNode element : after) {
                compare(path + "[" + i++ + "]", old.next(), element);
            }
            return;
        }
        // Something else, or a member that is only in the first version: its key may not be shown.
        paths.add(path.isEmpty() ? "." : path);
    }
}
