package dev.sluice.scrub;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password for admin is ⟦Tr0ub4dor&3⟧",
                "The password is ⟦hunter2⟧",
                "Passwort lautet ⟦Geheim!2024⟧",
                "Your temporary password is: ⟦x7Kp!9qz⟧, please change it",
                "le mot de passe est ⟦Soleil!42⟧",
                "la contraseña es ⟦Verano#2021⟧",
                "a senha é ⟦Brasil@10⟧",
                "login failed with password ⟦Tjsi#559rMZI⟧ for bob",
                "mysqldump --password ⟦S3cr3t!⟧ mydb",
                "curl -u bob:⟦Zx8Vb2Nm⟧ https://x.example",
                "CREATE USER bob IDENTIFIED BY '⟦hunter⟧'",
                "PIN ⟦4821⟧",
                "your OTP is ⟦483920⟧",
                "xml <password>⟦hunter2⟧</password> follows"
            })
    void a_sentence_gives_a_password_away(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: ⟦hunter2⟧",
                "Kennwort: ⟦Sommer2023!⟧",
                "mot de passe : ⟦Soleil!42⟧",
                "hasło: ⟦Zima#2020⟧",
                "пароль: ⟦Qwerty!123⟧",
                "wachtwoord: ⟦Fiets_2020!⟧",
                "passphrase = \"⟦correct horse battery staple⟧\"",
                "pin: ⟦4821⟧",
                "client secret: ⟦5f4dcc3b5aa765d61d8327deb882cf99⟧",
                "DB_PASSWORD=⟦hunter⟧\nPATH=/usr/bin",
                "aws_secret_access_key   = ⟦wJalrXUtnFEMI/K7MDENG/bPxRfiCYzz12345678⟧",
                "mysql --user=root --password=⟦S3cr3t!⟧ -h db",
                "{'password': '⟦hunter⟧', 'user': 'bob'}",
                "params: {:password=>\"⟦hunter⟧\", \"token\" => \"⟦abc123def⟧\"}",
                "Credentials(user=bob, password=⟦hunter⟧)",
                "SNYK_TOKEN ?= \"⟦12345678-ABCD-ABCD-ABCD-1234567890AB⟧\"",
                "HEROKU_KEY = '⟦832d2129-a846-4e27-99f4-7004b6ad53ef⟧'",
                "Server=db1;User Id=sa;Password=⟦P@ssw0rd!⟧;Encrypt=True",
                "AccountName=acme;AccountKey=⟦Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4==⟧;EndpointSuffix=core.windows.net",
                "config.set('api_key', '⟦a1b2c3d4e5f6⟧')",
                "environ['API_TOKEN'] = '⟦a1b2c3d4e5f6⟧'"
            })
    void a_name_before_a_sign_gives_a_secret_away(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/welcome?access_token=⟦abc123⟧#top",
                "/welcome?password=⟦ab#cd9X⟧&next=1",
                "/cb?code=⟦4/0AbCdEf⟧&state=xyz",
                "/x?user[password]=⟦hunter⟧&a=1",
                "/reset;token=⟦abc123def456⟧;x=1",
                "https://app.example/#/route?access_token=⟦abc123⟧",
                "https://x.example/?next=https%3A%2F%2Fy.example%2F%3Ftoken%3D⟦abCdef123456⟧%26a%3D1",
                "https://acme.blob.core.windows.net/c?sv=2020-08-04&sp=r&sig=⟦abC1dEf2GhI3jKl4%2FMnO5⟧",
                "foo=bar&my_password_again=⟦hello⟧",
                "/a?X-Amz-Date=20260101&X-Amz-Signature=⟦5d672d79c15b13162d9279b0855cfba6⟧"
            })
    void a_parameter_gives_a_secret_away(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: theme=dark; sid=⟦abc123⟧; lang=en-US; cart=⟦9f8e7d6c5b4a39281706⟧",
                "Set-Cookie: JSESSIONID=⟦ABC123DEF456⟧; Path=/; Secure; HttpOnly",
                "Cookie: __session=⟦abcd⟧\nHost: example.org; a=b"
            })
    void a_session_s_cookie_gives_way(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Password too short",
                "Password: required",
                "password is required",
                "password is incorrect",
                "Password must contain 8 characters",
                "Password (at least 8 characters)",
                "Enter your password to continue",
                "password reset for user42 at 10:00",
                "Wrong password, 3 attempts left",
                "password = getpass()",
                "password = None",
                "password = user.password",
                "if (password.length < 8) throw",
                "token = req.headers.authorization",
                "token_count: 512",
                "token: string",
                "Secret santa gift 3",
                "export PASSWORD=$DB_PASSWORD_7",
                "password=${DB_PASSWORD}",
                "password: ****",
                "password: [removed]",
                "password=[removed]&x=1",
                "api_key=YOUR_API_KEY",
                "{\"has_password\": true, \"token_count\": 58}",
                "auth: oauth2",
                "algorithm: RS256",
                "pin 13 on the board",
                "one-pass filter, two-pass encoder 3",
                "tests pass 128 of 130",
                "docker run -p 8080:80 -u 1000:1000 nginx",
                "primary_key=123e4567-e89b-12d3-a456-426614174000",
                "https://example.org/?page=2&code=SUMMER2026",
                "https://example.org/?key=value&id=42",
                "password_reset_at=2024-01-01",
                "passwordLength: 12",
                "hotkey: Ctrl+Alt+F12",
                "cookie: theme=dark; lang=en",
                "Cookie policy updated",
                "author: John2",
                "ERROR code: 503",
                "\"password\",\"email\",\"name\"",
                "process.env.STRIPE_KEY_157",
                "monkey=banana123",
                "session: user-signup-2024",
                "apiKey: import.meta.env.VITE_KEY2"
            })
    void what_speaks_of_passwords_stays(String text) throws ScrubFailedException {
        SecretText.of(text).check(firewall);
    }
}
