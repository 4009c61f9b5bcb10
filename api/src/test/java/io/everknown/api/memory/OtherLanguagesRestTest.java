package io.everknown.api.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Whatever it is said in, a turn is stored, embedded, decided on and found by its words. */
@ApiTest
class OtherLanguagesRestTest {

    private static final List<String> AROUND = List.of(
            "我喜欢喝绿茶",
            "أحب الشاي الأخضر",
            "Я люблю зелёный чай",
            "Ich trinke gerne Tee und nie Kaffee",
            "I like green tea",
            "나는 녹차를 좋아해요",
            "ฉันชอบชาเขียว",
            "मुझे हरी चाय पसंद है");

    private MemoryCalls memory;

    @BeforeEach
    void register(@Autowired ApiClient api) {
        memory = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "nobody").ofNewUser();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            我养了一只猫，叫小白。            | 猫       | Han script
            أعيش في القاهرة مع أختي.         | القاهرة  | Arabic script
            Я живу в Москве.                 | Москва   | Cyrillic script
            Meine Schwester wohnt seit März in Köln. | Köln | German
            나는 서울에 살아요.               | 서울     | Hangul script
            ฉันอยู่กรุงเทพกับครอบครัว          | กรุงเทพ   | Thai script
            मैं दिल्ली में रहता हूँ।               | दिल्ली     | Devanagari script
            我在 Siemens 工作。               | Siemens  | Han script
            """)
    void isKeptInItsWordsSaysSoAndIsFound(String said, String word, String language) {
        memory.say("around", AROUND.toArray(String[]::new));
        JsonNode turn = memory.say("c", said).answer().body().at("/turns/0");

        assertThat(turn.at("/decisions")).hasSize(1);
        assertThat(turn.at("/decisions/0/operation").asString()).isEqualTo("ADD");
        assertThat(turn.at("/decisions/0/fact/slot").isNull()).isTrue();
        assertThat(turn.at("/decisions/0/reason").asString())
                .contains("attributes are read in English only")
                .endsWith(language);
        assertThat(memory.recalled(word)).first().asString().contains(said);
        assertThat(memory.say("c", said).operations()).containsExactly("NOOP");
    }
}
