package dev.sluice.scrub.national;

import dev.sluice.scrub.policy.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * One kind of identifier: how it is written, what its check digits are, and which words announce it.
 *
 * @param shapes without separators, for candidates that a word announces: {@code 9} a digit, {@code A} a letter, {@code X}
 *     either, a lower-case letter itself
 * @param alone as written, separators included and {@code _} for a space, where the writing and the strict check are enough
 * @param whole the same where nothing else may stand in the text
 * @param check must hold after a word that announces it
 * @param strict must hold where no word does
 * @param checked whether the check says enough for a word like "national id", which means no country in particular
 */
record Identifier(
        Kind kind,
        List<String> shapes,
        List<String> alone,
        List<String> whole,
        Check check,
        Check strict,
        boolean checked,
        List<String> words) {

    /** An identifier with a check digit. Forms: shapes; those with {@code !} may stand alone, with {@code ?} as a whole. */
    static Identifier checked(Kind kind, String forms, Check check, Check strict, String words) {
        return of(kind, forms, check, strict, true, words);
    }

    static Identifier checked(Kind kind, String forms, Check check, String words) {
        return of(kind, forms, check, check, true, words);
    }

    /** An identifier that is hardly more than its shape: its word must stand right before it. */
    static Identifier shaped(Kind kind, String forms, Check check, String words) {
        return of(kind, forms, check, check, false, words);
    }

    private static Identifier of(Kind kind, String forms, Check check, Check strict, boolean checked, String words) {
        List<String> all = Arrays.asList(forms.split(" ", -1));
        return new Identifier(
                kind,
                all.stream().filter(form -> "!?".indexOf(form.charAt(0)) < 0).toList(),
                marked(all, '!'),
                marked(all, '?'),
                check,
                strict,
                checked,
                Arrays.stream(words.split(",", -1))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    private static List<String> marked(List<String> forms, char mark) {
        return forms.stream()
                .filter(form -> form.charAt(0) == mark)
                .map(form -> form.substring(1))
                .toList();
    }
}
