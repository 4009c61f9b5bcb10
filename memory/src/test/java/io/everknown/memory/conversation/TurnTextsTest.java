package io.everknown.memory.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTextsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Embedding EAST = new Embedding(new float[] {1, 0});
    private static final Embedding NORTH = new Embedding(new float[] {0, 1});

    @Test
    void noSentenceIsEmbeddedTwice() {
        TurnTexts texts = texts(
                "I moved to Porto. Do you know a good dentist there? I work from home.",
                fact("Ada moved to Porto", "I moved to Porto."),
                fact("Ada works from home", "I work from home."));
        assertThat(texts.texts())
                .containsExactly("Ada: Do you know a good dentist there?", "Ada moved to Porto", "Ada works from home");
    }

    @Test
    void twoFactsOfOneSentenceTakeItOutOnce() {
        TurnTexts texts = texts(
                "I like tea and I like tea and cake. I like tea and I like tea and cake.",
                fact("Ada likes tea", "I like tea and I like tea and cake."),
                fact("Ada likes cake", "I like tea and I like tea and cake."));
        assertThat(texts.texts())
                .containsExactly("Ada: I like tea and I like tea and cake.", "Ada likes tea", "Ada likes cake");
    }

    @Test
    void fewWordsBesideFactsAreLeftOut() {
        TurnTexts texts = texts("Hey Ben, thanks! I moved to Porto.", fact("Ada moved to Porto", "I moved to Porto."));
        assertThat(texts.texts()).containsExactly("Ada moved to Porto");
        assertThat(texts.vectors(List.of(EAST)).turn().cosine(EAST)).isCloseTo(1, within(1e-6));
    }

    @Test
    void turnWithoutFactsIsEmbeddedWhole() {
        assertThat(texts("Hey!").texts()).containsExactly("Ada: Hey!");
    }

    @Test
    void turnWhoseFactsQuoteOtherWordsIsEmbeddedWhole() {
        TurnTexts texts = texts("I moved to Porto.", fact("Ada lives in Porto", "Ada moved to Porto"));
        assertThat(texts.texts()).containsExactly("Ada: I moved to Porto.", "Ada lives in Porto");
        assertThat(texts.vectors(List.of(EAST, NORTH))).isEqualTo(new TurnTexts.Vectors(EAST, List.of(NORTH)));
    }

    @Test
    void longerPartsWeighMore() {
        TurnTexts texts =
                texts("Do you know a dentist in Porto at all, by the way? I moved.", fact("Ada moved", "I moved."));
        Embedding turn = texts.vectors(List.of(EAST, NORTH)).turn();
        assertThat(turn.cosine(EAST)).isGreaterThan(0.9);
        assertThat(turn.cosine(NORTH)).isBetween(0.1, 0.4);
        assertThat(turn.cosine(turn)).isCloseTo(1, within(1e-6));
    }

    @Test
    void factsGetTheirOwnVectors() {
        TurnTexts texts = texts(
                "Who knows a good dentist? I moved. I work.",
                fact("Ada moved", "I moved."),
                fact("Ada works", "I work."));
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            embeddings.add(new Embedding(new float[] {1, i}));
        }
        TurnTexts.Vectors vectors = texts.vectors(embeddings);
        assertThat(vectors.facts()).containsExactly(embeddings.get(1), embeddings.get(2));
        assertThat(vectors.turn().cosine(embeddings.get(1))).isBetween(0.9, 0.999);
    }

    private static TurnTexts texts(String content, ExtractedFact... facts) {
        return TurnTexts.of(turn(content), extraction(facts));
    }

    private static Extraction extraction(ExtractedFact... facts) {
        return new Extraction(List.of(facts), List.of(), "test");
    }

    private static ExtractedFact fact(String text, String sentence) {
        return new ExtractedFact(
                text, sentence, "Ada", null, null, ExtractedFact.Intent.ASSERT, List.of(), List.of(), null, 0.8);
    }

    private static Turn turn(String content) {
        return new Turn(
                Ids.next(),
                "c",
                0,
                "user",
                "Ada",
                content,
                NOON,
                NOON,
                null,
                null,
                TrustLevel.USER,
                Visibility.PRIVATE,
                true,
                false);
    }
}
