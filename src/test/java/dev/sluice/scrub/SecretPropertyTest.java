package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.Seeds;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SecretPropertyTest {
    private final Firewall firewall = new Firewall();

    @Property(seed = Seeds.SUITE, tries = 300)
    void prose_without_digits_and_signs_stays(@ForAll("prose") String prose) throws ScrubFailedException {
        assertThat(firewall.text(prose)).isEqualTo(prose);
    }

    @Property(seed = Seeds.SUITE, tries = 300)
    void a_password_of_letters_digits_and_signs_goes_wherever_it_is_named(
            @ForAll("frames") String frame, @ForAll("passwords") String password) throws ScrubFailedException {
        String scrubbed = firewall.text(frame.replace("{}", password));

        assertThat(scrubbed).isEqualTo(frame.replace("{}", "[removed]"));
        assertThat(firewall.text(scrubbed)).isEqualTo(scrubbed);
    }

    @Provide
    Arbitrary<String> prose() {
        return Arbitraries.of(
                        "the",
                        "password",
                        "key",
                        "token",
                        "is",
                        "secret",
                        "for",
                        "bearer",
                        "basic",
                        "pin",
                        "cookie",
                        "pass")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(words -> String.join(" ", words));
    }

    @Provide
    Arbitrary<String> frames() {
        return Arbitraries.of(
                "password={} done",
                "password: {} done",
                "the password is {} now",
                "--password {} --user x",
                "export DB_PASSWORD={}",
                "{\"user\": \"x\", \"password\": \"{}\"}",
                "redis://app:{}@cache:6379/0",
                "/login?a=1&password={}&b=2");
    }

    @Provide
    Arbitrary<String> passwords() {
        Arbitrary<String> start = Arbitraries.strings().withCharRange('b', 'w').ofLength(4);
        Arbitrary<String> sign = Arbitraries.of("!", "_", "-", "%23", "$", "*");
        Arbitrary<String> number = Arbitraries.strings().numeric().ofLength(3);
        Arbitrary<String> end = Arbitraries.strings().withCharRange('A', 'W').ofLength(4);
        return Combinators.combine(start, sign, number, end).as((a, b, c, d) -> a + b + c + d);
    }
}
