package dev.sluice.scrub;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer ⟦Zx8Vb2Nm5QwEr7Ty⟧",
                "authorization: bearer ⟦abcdefgh12345678⟧",
                "curl -H 'Authorization: Basic ⟦YWxhZGRpbjpvcGVuc2VzYW1l⟧' https://x.example",
                "Proxy-Authorization: Basic ⟦Ym9iOnNlc2FtZQ==⟧",
                "Authorization: SSWS ⟦00QCjAl4MlV-WPXM_ABCDEFGHIJKLMNO0123456789⟧",
                "Authorization: Token ⟦9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b⟧",
                "Authorization: Digest ⟦username=\"bob\", nonce=\"dcd98b7102dd2f0e\", response=\"6629fae49393a053\"⟧",
                "Bearer%20⟦Zx8Vb2Nm5QwEr7Ty⟧ sent",
                " using token ⟦Zx8Vb2Nm5QwEr7TyUi3OpLk⟧ now",
                "X-Api-Key: ⟦abcdef12345⟧"
            })
    void a_token_goes_with_its_scheme_kept(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.KoeyLeObU5GuOg5bwzOgS8Oj⟧",
                "got ⟦eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0ZXN0In0⟧. done",
                "⟦eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0..AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4Hf.U0m_YmjN04DJvceFICbCVQ⟧"
            })
    void a_web_token_goes_whole(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN RSA PRIVATE¦ KEY-----\n⟦Proc-Type: 4,ENCRYPTED\n\nMIIEpQIBAAKCAQEAn6O8liSX\nzzzz==⟧\n-----END RSA PRIVATE KEY-----",
                "key -----BEGIN OPENSSH PRIVATE¦ KEY----- ⟦b3BlbnNzaC1rZXktdjEAAAAABG5vbmU=⟧ -----END OPENSSH PRIVATE KEY----- end",
                "-----BEGIN EC PRIVATE¦ KEY-----\\n⟦MHcCAQEEIAbcdefghijklm0123⟧\\n-----END EC PRIVATE KEY-----",
                "-----BEGIN PGP PRIVATE¦ KEY BLOCK-----\n\n⟦lQWGBGSVV4YBDAClvRnxezIR\n=8xQN⟧\n-----END PGP PRIVATE KEY BLOCK-----",
                "cut: -----BEGIN PRIVATE¦ KEY-----\n⟦MHcCAQEEIAbcdefghijklm0123456789ABCDo\nAwEHo⟧"
            })
    void a_private_key_s_body_goes(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://app:⟦Zx8!vb⟧@db.example:5432/x",
                "redis://:⟦s3cr3tpw⟧@cache:6379/0",
                "amqp://guest:⟦gu#est1⟧@mq:5672/",
                "https://user:⟦pa:ss⟧@example.org/path",
                "mongodb+srv://app:⟦Zz9%21kk⟧@c0.example.net/x?w=1",
                "two ftp://a:⟦b1⟧@h/ and ftp://c:⟦d2⟧@h/",
                "https://⟦Zx8Vb2Nm5QwEr7TyUi3OpLkJ:x-oauth-basic⟧@github.com/a/b"
            })
    void a_password_in_an_address_goes(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer of news",
                "bearer authentication required",
                "Basic plan 2024",
                "Basic authentication failed",
                "Token expired, sign in again",
                "Invalid token at position 12",
                "The key is under the mat 22",
                "cache key aB3dE5fG7hI9jK1lM3nO5",
                "Unexpected token < in JSON at position 0",
                "Authorization: Bearer ${TOKEN}",
                "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG\n-----END CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK\n-----END PUBLIC KEY-----",
                "paste it after -----BEGIN PRIVATE KEY----- in the form",
                "postgres:///path",
                "http://localhost:8080/a",
                "https://example.org/@user/post-1",
                "postgres://app:${DB_PASSWORD}@db/x",
                "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/45",
                "eyJ1IjoibWFwYm94IiwiYSI6ImNpejY4In0.rJcFIG214AriISLbB6B5aw.x"
            })
    void what_only_looks_like_a_credential_stays(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }
}
