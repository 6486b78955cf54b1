package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            write to ana.b+c@mail.example.co.uk today | write to [email] today
            <ana@example.com>, "bo@example.com" | <[email]>, "[email]"
            failed for ana@example.com: timeout | failed for [email]: timeout
            mailto:ana@example.com?subject=hi | mailto:[email]?subject=hi
            from käthe@exämple.de. | from [email].
            see ana%40example.com there | see [email] there
            see ana%2540example.com there | see [email] there
            see ana&#64;example.com there | see [email] there
            see ana\\u0040example.com there | see [email] there
            see ana＠example.com there | see [email] there
            cut: ana.b@example... | cut: [email]...
            ana&co@example.io said | [email] said
            s3://b/exports/ana@example.com.csv | s3://b/exports/[email].csv
            From: Nora Quist <nora@example.com> | From: [name] <[email]>
            To: "Nora van Dyke" <nora@example.com>, Bo Lind <bo@example.com> | To: "[name]" <[email]>, [name] <[email]>
            From: Acme Support <help@example.com> | From: Acme Support <[email]>
            """)
    void an_email_address_gives_way_to_a_marker(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git clone git@github.com:acme/web.git",
                "ssh://git@github.com/acme/web.git",
                "npm i @babel/core@9.11.5",
                "left-pad@1.2.3-beta.rc",
                "icon@2x.png",
                "assigned to @channel",
                "@media print",
                "user@localhost",
                "a@b",
                "shop@7.24.6",
                "thanks @Injectable()!",
                "2 @ 5.99"
            })
    void what_only_looks_like_an_email_address_stays(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            call +44 20 7946 0958 now | call [phone] now
            tel:+1-202-555-0143 | tel:[phone]
            at +49 (0)30 901820. | at [phone].
            at +1.202.555.0143, ext | at [phone], ext
            p=%2B1%20202%20555%200143 | p=[phone]
            otp to (305) 867-4259 | otp to [phone]
            ring 202-555-0143 | ring [phone]
            phone=020 7190 8615 | phone=[phone]
            020 7946 0958 | [phone]
            """)
    void a_phone_number_gives_way_to_a_marker(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-12-19T16:07:17+02:00",
                "1732296000123",
                "expires 1608687940855188",
                "order 204025112",
                "job 3579764951 finished",
                "2025-01-06",
                "1e+12345678",
                "v1.2.3",
                "018bec91-175d-7b3a-95c8-31f1bebca5f8",
                "total 262439072 cents",
                "ISBN 978-9-609-51739-7",
                "c375881473482677eb85913ea757fe5a",
                "+1",
                "rose +12.5%",
                "snowflake 1746803369037367708",
                "517-692 ms p99",
                "line 48:15602"
            })
    void numbers_that_are_nobodys_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            paid with 4242 4242 4242 4242. | paid with [card].
            4242424242424242 | [card]
            amex 3782-822463-10005 ok | amex [card] ok
            5555.5555.5555.4444 | [card]
            4242 4242 4242 4242 12/27 | [card] 12/27
            n=4242%204242%204242%204242 | n=[card]
            """)
    void a_card_number_gives_way_to_a_marker(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242 4242 4242 4241",
                "SKU4242424242424242X",
                "0.4242424242424242",
                "4242424242424242.5",
                "4444444444444444",
                "a3b8267b4242424242424242",
                "1234 5678 9012 3452",
                "id_4242424242424242"
            })
    void digits_that_are_no_card_number_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from 198.51.100.23 port 51812 | from [ip] port 51812
            https://198.51.100.23:8443/x | https://[ip]:8443/x
            client 2001:db8:12::7, next | client [ip], next
            client 2001:db8:1:2:3:4:5:6 | client [ip]
            SSN 219-09-9999 given | SSN [removed] given
            """)
    void addresses_and_social_security_numbers_give_way(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Chrome/120.0.0.0 Safari/537.36",
                "version 10.0.22631.1",
                "listening on 127.0.0.1:2562",
                "http://192.168.1.20/",
                "connect ECONNREFUSED 10.1.2.3:5432",
                "1.2.3.4.5",
                "256.1.1.1",
                "198.51.100.0/24",
                "std::vector<int>",
                "a::b",
                ".btn::after",
                "12:30:45",
                "[::1]:9428",
                "000-12-3456",
                "666-12-3456",
                "1-219-09-9999"
            })
    void versions_times_scopes_and_addresses_of_services_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Authorization: Bearer 8reyuVB0-l3vQCkEO2uj | Authorization: Bearer [removed]
            authorization:'Bearer user-key-12' | authorization:'[removed]'
            sent (bearer user-key-12) | sent (bearer [removed])
            Basic Z3JhY2E6WW93dy05ODI= | Basic [removed]
            got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.KoeyLeOb expired | got [removed] expired
            postgres://app:s3cr!et@db:5432/x | postgres://app:[removed]@db:5432/x
            password: Xwdn_486GCcq | password: [removed]
            {"password":"hunter two","ok":true} | {"password":"[removed]","ok":true}
            log "api_key":"abc" end | log "api_key":"[removed]" end
            export TOKEN=abc123 | export TOKEN=[removed]
            PHPSESSID=l4zSv71i; path=/ | PHPSESSID=[removed]; path=/
            """)
    void credentials_are_removed(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer of good news", "Basic plan", "password=$DB_PASSWORD", "password={{password}}",
                        "Password: too short",
                "token missing", "token=null", "postgres:///path", "https://user@host/", "redis://user:${PW}@cache",
                "eyJ", "const token = next()", "if (a==b)", "{\"token_count\": 5826, \"has_password\": true}"
            })
    void talk_about_credentials_stays(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://a.example/r?email=ana%40example.com&token=rst_5f&lang=en#top | https://a.example/r?email=[email]&token=[removed]&lang=en#top
            https://a.example/cb#access_token=abc&state=1 | https://a.example/cb#access_token=[removed]&state=1
            /accept?invite_token=abc&page=2 | /accept?invite_token=[removed]&page=2
            /x?user[email]=ana@example.com | /x?user[email]=[email]
            /x?user%5Bphone%5D=2025550143 | /x?user%5Bphone%5D=[phone]
            /login?next=%2Freset%3Ftoken%3Dabc | /login?next=%2Freset%3Ftoken%3D[removed]
            https://a.example/?gclid=Cj0abc&utm_source=x | https://a.example/?gclid=[removed]&utm_source=x
            first_name=Ana&page=2 | first_name=[name]&page=2
            /u?TOKEN=a&token=b;sid=c | /u?TOKEN=[removed]&token=[removed];sid=[removed]
            """)
    void parameters_of_an_address_are_judged_by_their_name(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cdn.example.com/4c17a295/b.min.js?v=27704",
                "/api/v2/orders?page=91225&limit=50&sort=desc",
                "https://a.example/?utm_source=x&gad_source=1&code=SUMMER",
                "/x?email=weekly&token=&phone=any",
                "?a=1#b=2"
            })
    void harmless_parameters_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }
}
