package dev.sluice.scrub;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderKeyTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "⟦AK¦IAQ7X2M5N3RT6WZB4K⟧",
                "boto: ⟦AS¦IAQ7X2M5N3RT6WZB4K⟧ expired",
                "⟦sk¦_live_51Hq8RtZpLmN4vX7cW2bYk9D⟧",
                "using ⟦rk¦_test_51Hq8RtZpLmN4vX7⟧ here",
                "⟦gh¦p_q8RtZpLmN4vX7cW2bYk9DfG3hJ5sA1eU6iO0⟧",
                "⟦github¦_pat_11ABCDEFG0q8RtZpLmN4vX_7cW2bYk9DfG3hJ5sA1eU6iO0TyQwErKzMxCvBnHjLp⟧",
                "⟦gl¦pat-Zx8Vb2Nm5Qw-Er7Ty_Ui⟧",
                "⟦np¦m_q8RtZpLmN4vX7cW2bYk9DfG3hJ5sA1eU6iO0⟧",
                "⟦xo¦xb-204918273645-918273645012-Zx8Vb2Nm5Qw1Er7Ty3UiOpLk⟧",
                "⟦xo¦xb-204918273645-918273645012-ZxVbNmQwErTyUiOpLkJhGfDs⟧",
                "⟦AI¦zaSyZx8Vb2Nm5Qw-Er7Ty_Ui3OpLkJhGfDsAq⟧",
                "⟦S¦G.Zx8Vb2Nm5Qw1Er7Ty3UiOp.LkJhGfDsAq1Zx8Vb2Nm5Qw-Er7Ty_Ui3OpLkJhG⟧",
                "⟦sk-¦proj-Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb2⟧",
                "⟦sk-¦ant-api03-Zx8Vb2Nm5QwEr7TyUi3OpLkJh-GfDsAq1Zx8⟧",
                "⟦hf¦_ZxVbNmQwErTyUiOpLkJhGfDsAqWsXcRfVb⟧",
                "the model ⟦hf¦_ZxVbNmQwErTyUiOpLkJhGfDsAqWsXcRfVb⟧ is gated",
                "⟦do¦p_v1_4f9a1c7e2b8d3f6a5c0e9b7d1f4a8c2e6b3d9f5a7c1e4b8d2f6a0c3e9b5d7f1a⟧",
                "⟦shp¦at_4f9a1c7e2b8d3f6a5c0e9b7d1f4a8c2e⟧",
                "⟦li¦n_api_Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb2Nm⟧",
                "⟦hv¦s.CAESIJ8Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDs⟧",
                "⟦dp¦.st.prd.Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb2N⟧",
                "⟦pyp¦i-AgEIcHlwaS5vcmcCJDZx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb2Nm5Qw⟧",
                "⟦tsk¦ey-auth-kZx8Vb2CNTRL-Nm5QwEr7TyUi3OpLkJhGfDs⟧",
                "⟦da¦pi4f9a1c7e2b8d3f6a5c0e9b7d1f4a8c2e⟧",
                "⟦gs¦k_Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb2Nm5QwEr7Ty⟧",
                "⟦ph¦x_Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb2N⟧",
                "⟦whs¦ec_Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1⟧",
                "⟦gl¦sa_Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1_4f9a1c7e⟧",
                "⟦SK¦4f9a1c7e2b8d3f6a5c0e9b7d1f4a8c2e⟧",
                "https://x.example/?k=1#⟦AK¦IAQ7X2M5N3RT6WZB4K⟧"
            })
    void a_provider_s_key_is_known_by_its_prefix(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "⟦Zx8¦8Q~Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb⟧",
                "⟦MTk4NjIyNDgzNDcxOTI1MjQ4¦.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs1⟧",
                "⟦4f9a1c7e2b8d3f6a5c0e9b7d1f4a8c2e¦-us14⟧",
                "⟦204918273¦:AAHx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Z⟧",
                "Sanctum 12|⟦Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb2Nm⟧",
                "twilio account ⟦AC4f9a1c7e2b8d3f6a5c0e9b7d1f4a8c2e⟧"
            })
    void a_key_is_known_by_its_form(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.slack.com/services/⟦T01ABCDEF/B02GHIJKL/Zx8Vb2Nm5QwEr7TyUi3OpLkJ⟧",
                "post to https://discord.com/api/webhooks/⟦204918273645918273/Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb⟧ failed",
                "https://acme.webhook.office.com/webhookb2/⟦4f9a1c7e-2b8d-3f6a-5c0e-9b7d1f4a8c2e@aaaa/IncomingWebhook/4f9a1c7e2b8d⟧",
                "https://chat.example.org/hooks/⟦x8vb2nm5qwer7tyui3oplkjhGf⟧",
                "https://app.example.org/reset-password/⟦Zx8Vb2Nm5QwEr7TyUi3OpLkJ⟧",
                "https://app.example.org/invite/⟦4f9a1c7e2b8d3f6a5c0e9b7d1f4a8c2e⟧?lang=en"
            })
    void a_webhook_s_address_is_a_credential(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pk¦_live_51Hq8RtZpLmN4vX7cW2bYk9D",
                "phc_Zx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb2N",
                "pk.eyJ1IjoibWFwYm94IiwiYSI6ImNpejY4NXVycTA2emYycXBndHRqcmZ3N3gifQ.rJcFIG214AriISLbB6B5aw",
                "AKIAIOSFODNN7EXAMPLE",
                "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
                "ghp_short1",
                "test_results_for_the_long_running_integration_suite_2",
                "const 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 = 1",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
                "123e4567-e89b-12d3-a456-426614174000",
                "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "V1StGXR8_Z5jdHi6B-myT",
                "evt_41uwhm6bhYevIj",
                "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC",
                "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEA/EAAZx8Vb2Nm5QwEr7TyUi3OpLkJhGfDsAq1Zx8Vb2Nm5QwEr7TyUi3OpLkJ/h=",
                "https://hooks.slack.com/docs/2",
                "https://discord.com/channels/204918273645918273",
                "https://example.org/webhooks/stripe2",
                "https://app.example.org/reset-password/index.html",
                "https://app.example.org/verify/email",
                "AC4f9a1c7e2b8d3f6a5c0e9b7d1f4a8c2e",
                "desk-32",
                "video_box.ico-7a388b69018576d24b59331fd60aab0c.png",
                "css: .sk-fading-circle .sk-circle12",
                "arn:aws:iam::123456789012:role/deploy"
            })
    void what_only_looks_like_a_key_stays(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }
}
