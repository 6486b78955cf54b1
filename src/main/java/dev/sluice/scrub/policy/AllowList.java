package dev.sluice.scrub.policy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What may pass although it looks personal: values such as the address of the shop's own support, and e-mail domains such as
 * that of the company's test accounts. Never lets a credential pass. Immutable.
 */
public final class AllowList {
    public static final AllowList EMPTY = new AllowList(List.of(), List.of());

    private static final int LONGEST = 320;
    private static final String SUBDOMAINS = "*.";

    private final Set<String> values;
    private final Set<String> domains;
    private final List<String> parents;
    private final boolean isEmpty;

    /**
     * @param values whole findings, in any case
     * @param emailDomains what stands behind the {@code @}, in any case; {@code *.example.com} for all below it
     */
    public AllowList(List<String> values, List<String> emailDomains) {
        this.values = normalised(values);
        Set<String> all = normalised(emailDomains);
        parents = all.stream()
                .filter(domain -> domain.startsWith(SUBDOMAINS))
                .map(domain -> domain.substring(1))
                .toList();
        domains = all;
        isEmpty = this.values.isEmpty() && domains.isEmpty();
    }

    private static Set<String> normalised(List<String> texts) {
        Set<String> all = new HashSet<>();
        texts.forEach(text -> all.add(normalised(text)));
        return Set.copyOf(all);
    }

    private static String normalised(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    boolean allows(Kind kind, byte[] b, int from, int to) {
        if (isEmpty || kind.isSecret() || to - from > LONGEST) {
            return false;
        }
        String text = normalised(new String(b, from, to - from, StandardCharsets.UTF_8));
        if (values.contains(text)) {
            return true;
        }
        if (kind != Kind.EMAIL) {
            return false;
        }
        String domain = text.substring(text.lastIndexOf('@') + 1);
        return domains.contains(domain) || parents.stream().anyMatch(domain::endsWith);
    }
}
