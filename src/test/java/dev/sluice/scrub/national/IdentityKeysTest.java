package dev.sluice.scrub.national;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.scrub.policy.Kind;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityKeysTest {
    private final Map<String, Kind> names = new HashMap<>();

    IdentityKeysTest() {
        IdentityKeys.ambiguous((kind, name) -> names.put(name, kind));
        IdentityKeys.exact((kind, name) -> names.put(name, kind));
        IdentityKeys.sure((kind, name) -> names.put(name, kind));
    }

    @ParameterizedTest
    @CsvSource({
        "ssn, US_SSN",
        "personalausweis, DE_ID_CARD",
        "numeross, ES_NUSS",
        "nienumber, ES_NIE",
        "taxfilenumber, AU_TFN",
        "cpfnumber, BR_CPF",
        "fuhrerschein, DRIVING_LICENCE",
        "passportno, PASSPORT",
        "codicefiscale, IT_CODICE_FISCALE",
        "nationalid, NATIONAL_ID",
        "vin, VIN"
    })
    void a_field_tells_its_kind(String name, Kind kind) {
        assertThat(names).containsEntry(name, kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id", "run", "fin", "dl", "identity", "licence", "document", "vehicleid", "sinvalue", "avscode"})
    void other_fields_have_no_meaning(String name) {
        assertThat(names).doesNotContainKey(name);
    }

    @Test
    void names_are_written_as_keys_are_compared() {
        assertThat(names.keySet()).allMatch(name -> name.length() >= 2 && name.matches("[\\p{L}\\p{M}\\p{N}]+"));
    }
}
