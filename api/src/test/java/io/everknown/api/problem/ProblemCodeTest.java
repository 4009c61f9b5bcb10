package io.everknown.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemCodeTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\| (\\d{3}) \\|", Pattern.MULTILINE);

    @Test
    void theDocumentationListsEveryCodeWithItsStatusAndNoOther() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("everknown.root"), "docs", "errors.md"));

        List<String> documented = ROW.matcher(page)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemCode.values())
                        .map(code -> code.code() + " " + code.status().value())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 406, 409, 413, 414, 415, 429, 431, 500, 501, 502, 503})
    void everyStatusHasACodeOfItsKind(int status) {
        int given = ProblemCode.ofStatus(status).status().value();

        assertThat(given / 100).isEqualTo(status / 100);
    }

    @Test
    void fieldsAreNamedAsClientsWriteThem() {
        assertThat(FieldNames.snakeCase("turns[2].occurredAt")).isEqualTo("turns[2].occurred_at");
        assertThat(FieldNames.snakeCase("password")).isEqualTo("password");
    }
}
