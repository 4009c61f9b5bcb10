package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.extraction.SyntaxTree;
import io.everknown.memory.extraction.SyntaxTree.Node;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Nlp4jParserTest {

    @Test
    void aTreeSaysWhoDidWhatToWhat() {
        SyntaxTree tree = parse("Anna raised the budget for Rome to 2,500 dollars");

        Node raised = tree.nodes().get(1);
        assertThat(raised.head()).isEqualTo(SyntaxTree.ROOT);
        assertThat(raised.lemma()).isEqualTo("raise");
        assertThat(tree.child(raised, "nsubj")).map(Node::form).hasValue("Anna");
        assertThat(tree.child(raised, "dobj")).map(Node::form).hasValue("budget");
        assertThat(tree.nodes())
                .extracting(Node::form)
                .containsExactly(words("Anna raised the budget for Rome to 2,500 dollars"));
        assertThat(tree.subtree(raised)).hasSameSizeAs(tree.nodes());
    }

    @Test
    void sloppyWritingIsReadToo() {
        SyntaxTree tree = parse("i no longer eat meat , been vegetarian since march 2023");

        Node eat = tree.nodes().get(3);
        assertThat(eat.tag()).isEqualTo("VBP");
        assertThat(tree.child(eat, "dobj")).map(Node::form).hasValue("meat");
    }

    @Test
    void noWordsAreATreeWithoutNodes() {
        assertThat(parse("").nodes()).isEmpty();
    }

    @Test
    void manyThreadsGetTheSameTrees() throws Exception {
        String sentence = "The team moved the demo from May 3 to May 10 because of the release";
        SyntaxTree expected = parse(sentence);
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<Callable<SyntaxTree>> jobs = IntStream.range(0, 200)
                    .mapToObj(_ -> (Callable<SyntaxTree>) () -> parse(sentence))
                    .toList();
            for (var job : pool.invokeAll(jobs)) {
                assertThat(job.get()).isEqualTo(expected);
            }
        }
    }

    private static SyntaxTree parse(String sentence) {
        return TestParser.shared().parse(sentence.isEmpty() ? new String[0] : words(sentence));
    }

    private static String[] words(String sentence) {
        return sentence.split(" ");
    }
}
