package io.everknown.inference.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.embedding.Embedding;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxEmbedderTest {

    private static OnnxEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = new OnnxEmbedder(SentenceModel.ALL_MINILM_L6, 2);
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Test
    void likeMeaningsAreNearerThanOtherWords() {
        Embedding question = embedder.embedQuery("Where does Nora live?");
        List<Embedding> passages =
                embedder.embed(List.of("Nora moved into a flat in Lisbon.", "The printer is out of paper again."));

        assertThat(question.cosine(passages.getFirst())).isGreaterThan(question.cosine(passages.getLast()) + 0.1);
    }

    @Test
    void aTokenIsFoundWhereItsMeaningIs() {
        Embedding question = embedder.embedQuery("pet");
        List<Embedding> passages = embedder.embed(List.of("my puppy chewed a shoe", "the train was late"));

        assertThat(question.tokens().size()).isEqualTo(1);
        assertThat(question.tokens().nearestIn(passages.getFirst().tokens())[0])
                .isGreaterThan(question.tokens().nearestIn(passages.getLast().tokens())[0] + 0.1f);
    }

    @Test
    void wordsThatHoldAQuestionTogetherCountLess() {
        Embedding question = embedder.embedQuery("Where is Nora?");

        assertThat(question.tokens().size()).isEqualTo(4);
        assertThat(question.tokens().weight(0)).isEqualTo(0.3f);
        assertThat(question.tokens().weight(2)).isEqualTo(1);
        assertThat(question.tokens().weight(3)).isEqualTo(0.3f);
    }

    @Test
    void aQuestionInAnotherScriptIsNotComparedByTokens() {
        assertThat(embedder.embedQuery("猫叫什么？").tokens().size()).isZero();
        assertThat(embedder.embedQuery("Где живёт Дана?").tokens().size()).isZero();
        assertThat(embedder.embedQuery("?!").tokens().size()).isZero();
        Embedding mixed = embedder.embedQuery("Does Nora still work at Москва Travel?");
        assertThat(mixed.tokens().size()).isPositive();
        assertThat(embedder.embedQuery("Wohnt meine Schwester in Köln?")
                        .tokens()
                        .size())
                .isPositive();
    }

    @Test
    void aTextHasOneVectorWhateverStandsBesideIt() {
        String text = "Nora adopted a cat called Miso.";
        Embedding alone = embedder.embed(List.of(text)).getFirst();
        Embedding inCompany = embedder.embed(List.of(
                        "x", text, "A much longer sentence that would have changed the batch's scale by itself."))
                .get(1);

        assertThat(inCompany.toArray()).containsExactly(alone.toArray());
    }

    @Test
    void anyTextGetsAVector() {
        String huge = String.join(" ", Collections.nCopies(50_000, "word"));
        List<Embedding> vectors = embedder.embed(List.of("", "🎉", "东京很漂亮", "مرحبا", huge));

        assertThat(vectors).allSatisfy(v -> assertThat(v.dimensions()).isEqualTo(384));
    }

    @Test
    void vectorsHaveLengthOne() {
        Embedding vector = embedder.embedQuery("anything");

        assertThat(vector.cosine(vector)).isCloseTo(1.0, org.assertj.core.data.Offset.offset(1e-5));
    }
}
