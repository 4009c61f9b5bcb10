package io.everknown.inference.language;

import edu.emory.mathcs.nlp.component.template.node.NLPNode;
import edu.emory.mathcs.nlp.decode.NLPDecoder;
import io.everknown.memory.extraction.SyntaxParser;
import io.everknown.memory.extraction.SyntaxTree;
import io.everknown.memory.extraction.SyntaxTree.Node;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses by NLP4J's English models (Choi et al., Emory University): part of speech, lemma, dependency tree; without its
 * names and word embeddings, which would double the memory. Thread-safe: decoding leaves the models as they are.
 */
public final class Nlp4jParser implements SyntaxParser {

    private static final String LEXICA = "edu/emory/mathcs/nlp/lexica/";
    private static final String MODELS = "edu/emory/mathcs/nlp/models/";
    private static final String CONFIGURATION = "<configuration><tsv><column index=\"1\" field=\"form\"/></tsv><lexica>"
            + "<ambiguity_classes field=\"word_form_simplified_lowercase\">" + LEXICA
            + "en-ambiguity-classes-simplified-lowercase.xz</ambiguity_classes>"
            + "<word_clusters field=\"word_form_simplified_lowercase\">" + LEXICA
            + "en-brown-clusters-simplified-lowercase.xz</word_clusters></lexica><models>"
            + "<pos>" + MODELS + "en-pos.xz</pos><dep>" + MODELS + "en-dep.xz</dep></models></configuration>";

    /** 1,032 MB stay (compact object headers); the rest is for loading and for the service itself. */
    private static final long LEAST_HEAP_MB = 1_500;

    private final NLPDecoder decoder;

    private Nlp4jParser(NLPDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Loads the models: seconds of a processor and about 1 GB of heap.
     *
     * @throws IllegalStateException if the JVM may not take that much
     * @throws RuntimeException if they can't be read
     */
    public static Nlp4jParser english() {
        long heap = Runtime.getRuntime().maxMemory() / 1_000_000;
        if (heap < LEAST_HEAP_MB) {
            throw new IllegalStateException("it takes " + LEAST_HEAP_MB + " MB of heap, and this JVM has " + heap);
        }
        return new Nlp4jParser(
                new NLPDecoder(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public SyntaxTree parse(String[] words) {
        if (words.length == 0) {
            return new SyntaxTree(List.of());
        }
        NLPNode[] read = new NLPNode[words.length + 1];
        read[0] = new NLPNode();
        read[0].toRoot();
        for (int i = 0; i < words.length; i++) {
            read[i + 1] = new NLPNode(i + 1, words[i]);
        }
        decoder.decode(read);
        List<Node> nodes = new ArrayList<>(words.length);
        for (int i = 0; i < words.length; i++) {
            NLPNode node = read[i + 1];
            NLPNode head = node.getDependencyHead();
            nodes.add(new Node(
                    i,
                    words[i],
                    node.getLemma(),
                    node.getPartOfSpeechTag(),
                    head == null ? SyntaxTree.ROOT : head.getID() - 1,
                    node.getDependencyLabel()));
        }
        return new SyntaxTree(nodes);
    }
}
