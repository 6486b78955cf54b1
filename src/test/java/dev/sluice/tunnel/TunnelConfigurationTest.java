package dev.sluice.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.config.ConfigurationException;
import dev.sluice.config.SluiceConfig;
import dev.sluice.project.TestConfig;
import dev.sluice.scrub.policy.IpPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelConfigurationTest {
    private static final String ONE = "https://publickey@one.example/1";
    private static final String TWO = "https://publickey@two.example/2";
    private static final String PROJECTS =
            "projects:\n  - name: shop\n    token: phc_shop\n  - name: blog\n    token: phc_blog\n";

    @TempDir
    Path folder;

    @Test
    void without_dsns_the_tunnel_is_off() throws Exception {
        assertThat(read("", "").destinations().isEmpty()).isTrue();
    }

    @Test
    void with_one_project_every_dsn_is_of_that_one() throws Exception {
        TunnelConfiguration configuration = read(ONE + " , " + TWO, "projects:\n  - name: shop\n    token: phc_shop\n");

        assertThat(configuration.destinations().all())
                .extracting(Destination::name, Destination::project)
                .containsExactly(tuple("tunnel-1", "shop"), tuple("tunnel-2", "shop"));
        assertThat(configuration.rules()).isEqualTo(TunnelRules.USUAL);
    }

    @Test
    void the_file_says_which_project_and_what_is_taken() throws Exception {
        TunnelConfiguration configuration = read(
                ONE + "," + TWO,
                PROJECTS
                        + "tunnel:\n  attachments: scrub\n  replays: drop\n  visitor_ip: truncate\n  max_envelope: 2M\n"
                        + "  dsns:\n    - dsn: https://publickey:secret@ONE.example:443/1\n      project: blog\n"
                        + "    - dsn: " + TWO + "\n      project: shop\n");

        assertThat(configuration.destinations().all())
                .extracting(Destination::project)
                .containsExactly("blog", "shop");
        TunnelRules rules = configuration.rules();
        assertThat(rules.attachments()).isTrue();
        assertThat(rules.replays()).isFalse();
        assertThat(rules.visitorIp()).isEqualTo(IpPolicy.TRUNCATE);
        assertThat(rules.mostBytes()).isEqualTo(2 << 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "  attachments: keep|sluice.yaml:7:16: \"attachments\" takes drop, scrub",
                "  replay: drop|sluice.yaml:7:3: the key \"replay\" is not known",
                "  visitor_ip: hide|sluice.yaml:7:15",
                "  max_envelope: 1K|sluice.yaml:7:17: \"max_envelope\" takes",
                "  max_envelope: many|sluice.yaml:7:17: \"max_envelope\" takes",
                "  dsns: [{dsn: 'https://publickey@three.example/3', project: shop}]|is not among those of SLUICE_TUNNEL_DSNS",
                "  dsns: [{dsn: 'nothing', project: shop}]|is not among those of SLUICE_TUNNEL_DSNS",
                "  dsns: [{dsn: 'https://publickey@one.example/1', project: shop2}]|there is no project of this name",
                "  dsns: [{dsn: 'https://publickey@one.example/1'}]|lacks \"project\"",
                "  dsns: [{dsn: 'https://publickey@one.example/1', project: shop}, {dsn: 'https://publickey@one.example/1', project: blog}]"
                        + "|another entry is about the same DSN",
                "  replays: scrub|DSN number 1; name its project under tunnel"
            })
    void a_mistake_is_named_and_no_dsn_is_shown(String line, String message) {
        assertThatThrownBy(() -> read(ONE, PROJECTS + "tunnel:\n  " + line).destinations())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("publickey");
    }

    private TunnelConfiguration read(String dsns, String file) throws IOException {
        Map<String, String> keys = new HashMap<>();
        Path yaml = folder.resolve("sluice.yaml");
        Files.writeString(yaml, file);
        keys.put("sluice.config", yaml.toString());
        if (!dsns.isEmpty()) {
            keys.put("sluice.tunnel-dsns", dsns);
        }
        SluiceConfig config = TestConfig.of(keys);
        return new TunnelConfiguration(config);
    }
}
