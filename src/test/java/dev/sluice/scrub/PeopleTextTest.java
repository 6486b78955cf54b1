package dev.sluice.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testsupport.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleTextTest {
    private final Firewall firewall = new Firewall();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Mr. Theo Marsh called | Mr. [name] called
            Mrs O'Hara has left | Mrs [name] has left
            Dear Ms. van der Meer, hello | Dear Ms. [name], hello
            Prof. Dr. med. Hans-Peter Kühn kommt | Prof. Dr. med. [name] kommt
            M. Fournier est absent | M. [name] est absent
            Gentile Sig.ra Moretti, grazie | Gentile Sig.ra [name], grazie
            Hola Lucía, gracias | Hola [name], gracias
            Beste Joost, bedankt | Beste [name], bedankt
            Уважаемый Олег Романов, здравствуйте | Уважаемый [name], здравствуйте
            Hello Nora Quist! | Hello [name]!
            customer name: Nora Quist | customer name: [name]
            name=Nora Quist | name=[name]
            Name: Quist, Nora | Name: [name]
            first_name: Nora, last_name: Quist | first_name: [name], last_name: [name]
            Full name: nora quist | Full name: [name]
            User{name=Nora Quist, role=admin} | User{name=[name], role=admin}
            Vor- und Nachname: Erika Kühn | Vor- und Nachname: [name]
            Nombre y apellidos: Inés Prado Gil | Nombre y apellidos: [name]
            Ansprechpartnerin ist Erika Kühn | Ansprechpartnerin ist [name]
            ФИО: Романов Олег Ильич | ФИО: [name]
            姓名：李小龙 | 姓名：[name]
            the patient Nora Quist was seen | the patient [name] was seen
            signed by Nora Quist on Monday | signed by [name] on Monday
            ich heiße Jonas Kühn und | ich heiße [name] und
            my name is Nora Quist and | my name is [name] and
            """)
    void a_name_goes_where_a_title_or_a_label_announces_it(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Name: Required",
                "Name is required",
                "name: Google Chrome",
                "event name: Purchase Completed",
                "Product name: Blue Suede Shoes",
                "name=Main Thread",
                "Dear customer, thanks",
                "Dear Sir or Madam,",
                "Hello World!",
                "Hi there, welcome",
                "Mark as read",
                "Grace period ends soon",
                "Customer Support Team",
                "the customer Lifetime Value report",
                "MS Word document",
                "Liebe Grüße",
                "Best regards",
                "First name: Required",
                "last name: must not be blank",
                "powered by Acme Labs",
                "Sr Software Engineer",
                "P. O. received"
            })
    void words_of_an_interface_are_no_names(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            username: nquist7 | username: [user]
            user name: nquist | user name: [user]
            login=nora.quist failed | login=[user] failed
            Benutzername: nquist | Benutzername: [user]
            Nom d'utilisateur : nquist | Nom d'utilisateur : [user]
            logged in as nquist7 | logged in as [user]
            """)
    void the_name_of_an_account_goes_behind_its_label(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username: required",
                "username must be at least 3 characters",
                "user: admin",
                "login: failed",
                "user logged in",
                "user: 12345",
                "handle: null"
            })
    void what_is_said_about_accounts_stays(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nora dot quist at example dot co dot uk | [email]
            nora (at) example (dot) com, please | [email], please
            nora[at]example[dot]org | [email]
            write to nora.quist [at] example.org | write to [email]
            nora punkt quist at beispiel punkt de | [email]
            inés arroba ejemplo punto com | [email]
            nora @ example . com | [email]
            "nora quist"@example.com wrote | [email] wrote
            nora@[192.0.2.7] sent | [email] sent
            """)
    void an_address_goes_however_it_is_written(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meet at noon",
                "look at main dot",
                "available at amazon.com now",
                "visit us at acme dot com",
                "Sale @ amazon.com",
                "email us at example.com",
                "at com.acme.App.main(App.java:5)",
                "img@1.5x.png",
                "main@hash.js"
            })
    void a_sentence_is_no_address(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /Users/nquist/src/app.js | /Users/[user]/src/app.js
            /home/nquist | /home/[user]
            at /home/nquist/app.py:3 | at /home/[user]/app.py:3
            file:///Users/nquist/app.js | file:///Users/[user]/app.js
            C:\\Users\\nquist\\AppData | C:\\Users\\[user]\\AppData
            C:\\\\Users\\\\Nora Quist\\\\AppData | C:\\\\Users\\\\[user]\\\\AppData
            c:/users/nquist/app | c:/users/[user]/app
            /mnt/c/Users/nquist/app | /mnt/c/Users/[user]/app
            /export/home/nquist/x | /export/home/[user]/x
            %2FUsers%2Fnquist%2Fx.js | %2FUsers%2F[user]%2Fx.js
            C:\\Windows\\Profiles\\nquist\\Temp | C:\\Windows\\Profiles\\[user]\\Temp
            """)
    void the_account_in_a_path_goes(String text, String scrubbed) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(scrubbed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/runner/work/x",
                "/Users/Shared/x",
                "C:\\Users\\Public\\Documents",
                "/home/${USER}/x",
                "https://example.com/home/nquist",
                "https://example.com/Users/nquist",
                "/home/products/12",
                "/users/nquist",
                "/home",
                "docs/home/index.html"
            })
    void paths_without_anybody_stay(String text) throws ScrubFailedException {
        assertThat(firewall.text(text)).isEqualTo(text);
    }

    @Property(seed = Seeds.SUITE, tries = 500)
    void names_of_any_letters_go_after_a_title(
            @ForAll @StringLength(min = 2, max = 12) @CharRange(from = 'a', to = 'z') String letters) throws Exception {
        String name = "Q" + letters + " Zx" + letters;

        String scrubbed = firewall.text("Dear Mrs. " + name + ", hello");

        assertThat(scrubbed).isEqualTo("Dear Mrs. [name], hello");
        assertThat(firewall.text(scrubbed)).isEqualTo(scrubbed);
    }
}
