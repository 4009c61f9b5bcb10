package io.everknown.memory.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @Test
    void whatWasFormattedIsParsed() {
        for (UUID id : new UUID[] {new UUID(0, 1), new UUID(-1, Long.MIN_VALUE), UUID.randomUUID(), Ids.next()}) {
            String secret = Secrets.fresh();

            assertThat(Secrets.parse("ek_", Secrets.format("ek_", id, secret))).contains(new Secrets.Parts(id, secret));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ek_",
                "ek_0123",
                "ert_0123456789abcdef0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "ek_0123456789abcdef0123456789abcdeg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "ek_0123456789abcdef0123456789abcdef-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "ek_0123456789abcdef0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void anythingElseIsNot(String text) {
        assertThat(Secrets.parse("ek_", text)).isEmpty();
    }

    @Test
    void onlyTheSecretMatchesItsHash() {
        String secret = Secrets.fresh();

        assertThat(Secrets.matches(secret, Secrets.hash(secret))).isTrue();
        assertThat(Secrets.matches(Secrets.fresh(), Secrets.hash(secret))).isFalse();
        assertThat(Secrets.hash("abc").hex())
                .as("the SHA-256 of the standard's own example")
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
