package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenNlpTaggerTest {

    private final OpenNlpTagger tagger = OpenNlpTagger.english();

    @Test
    void givesPennTags() {
        assertThat(tagger.tags("I live in Berlin and worked at Siemens .".split(" ")))
                .containsExactly("PRP", "VBP", "IN", "NNP", "CC", "VBD", "IN", "NNP", ".");
        assertThat(tagger.tags(new String[0])).isEmpty();
    }

    @Test
    void answersManyThreadsAlike() throws Exception {
        String[] sentence = "My sister adopted a dog named Rex last year".split(" ");
        List<String> expected = List.of(tagger.tags(sentence));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<String>>> calls = IntStream.range(0, 64)
                    .<Callable<List<String>>>mapToObj(i -> () -> List.of(tagger.tags(sentence)))
                    .toList();
            for (var answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }
}
