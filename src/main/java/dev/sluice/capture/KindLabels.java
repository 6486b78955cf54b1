package dev.sluice.capture;

import dev.sluice.scrub.Findings;
import dev.sluice.scrub.policy.Action;
import dev.sluice.scrub.policy.Kind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The kinds that were found in an event, as text; few different texts occur, and each is made once. Belongs to one thread. */
final class KindLabels {
    private static final int MOST_KEPT = 1024;
    private static final Kind[] KINDS = Kind.values();
    private static final Action[] ACTIONS = Action.values();

    private final Map<BitSet, String> texts = new HashMap<>();
    private final BitSet found = new BitSet(KINDS.length);

    /** Sorted, with commas; empty for none. */
    String of(Findings findings) {
        if (findings.total() == 0) {
            return "";
        }
        found.clear();
        for (int kind = 0; kind < KINDS.length; kind++) {
            for (Action action : ACTIONS) {
                if (findings.of(KINDS[kind], action) > 0) {
                    found.set(kind);
                }
            }
        }
        String text = texts.get(found);
        if (text == null) {
            text = found.stream().mapToObj(kind -> KINDS[kind].label()).sorted().collect(Collectors.joining(","));
            if (texts.size() < MOST_KEPT) {
                texts.put((BitSet) found.clone(), text);
            }
        }
        return text;
    }
}
