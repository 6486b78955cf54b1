package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.scrub.Pseudonyms.Domain;
import dev.sluice.scrub.policy.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
    private final Pseudonyms pseudonyms = new Pseudonyms(new PseudonymKey(new byte[32]));

    @Test
    void a_token_is_a_prefix_and_28_letters() {
        assertThat(token("shop", Domain.of(Kind.EMAIL), "ana@example.com")).matches("email_[a-z]{28}");
    }

    @Test
    void a_token_is_the_same_in_every_thread_and_after_every_restart() {
        // Written down once: a change here parts every person's past from their future.
        assertThat(token("shop", Domain.of(Kind.EMAIL), "ana@example.com"))
                .isEqualTo("email_qgmzvcjdkuohafqsuhtbjlinypqc");
    }

    @Test
    void kinds_do_not_join() {
        assertThat(token("shop", Domain.of(Kind.PHONE), "12025550143").substring("phone_".length()))
                .isNotEqualTo(token("shop", Domain.of(Kind.CREDIT_CARD), "12025550143")
                        .substring("card_".length()));
    }

    @Test
    void a_token_is_known_as_one() {
        byte[] token = token("shop", Domain.of(Kind.USERNAME), "ana").getBytes(StandardCharsets.US_ASCII);

        assertThat(Pseudonyms.isToken(token, 0, token.length)).isTrue();
        assertThat(Pseudonyms.isToken(token, 0, token.length - 1)).isFalse();
    }

    @Test
    void a_cache_that_is_full_still_answers_right() {
        var cache = new Pseudonyms.Cache(pseudonyms);
        for (int i = 0; i < 2000; i++) {
            token(cache, "shop", Domain.of(Kind.EMAIL), "u" + i + "@example.com");
        }

        assertThat(token(cache, "shop", Domain.of(Kind.EMAIL), "u1@example.com"))
                .isEqualTo(token("shop", Domain.of(Kind.EMAIL), "u1@example.com"));
        assertThat(token(cache, "forum", Domain.of(Kind.EMAIL), "u1@example.com"))
                .isEqualTo(token("forum", Domain.of(Kind.EMAIL), "u1@example.com"));
    }

    @Test
    void spellings_of_one_address_have_one_token() {
        var cache = new Pseudonyms.Cache(pseudonyms);

        assertThat(token(cache, "shop", Domain.of(Kind.EMAIL), "Ana@Example.COM"))
                .isEqualTo(token(cache, "shop", Domain.of(Kind.EMAIL), "ana@example.com"));
    }

    @Test
    void a_short_key_is_refused() {
        assertThatThrownBy(() -> new PseudonymKey(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 16 bytes");
    }

    private String token(String project, Domain domain, String value) {
        return token(new Pseudonyms.Cache(pseudonyms), project, domain, value);
    }

    private static String token(Pseudonyms.Cache cache, String project, Domain domain, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new String(cache.token(project, domain, bytes, 0, bytes.length), StandardCharsets.US_ASCII);
    }
}
