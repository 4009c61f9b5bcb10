package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words of one sentence and how they hang together.
 *
 * @param nodes the words in their order; a node's place in the list is its index
 */
public record SyntaxTree(List<Node> nodes) {

    /** The head of a word that hangs on no other. */
    public static final int ROOT = -1;

    /** @throws IllegalArgumentException when a head is no word of the sentence */
    public SyntaxTree {
        nodes = List.copyOf(nodes);
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.index != i || node.head < ROOT || node.head >= nodes.size() || node.head == i) {
                throw new IllegalArgumentException("no tree: word " + i + " hangs on " + node.head);
            }
        }
    }

    /**
     * A word.
     *
     * @param index its place in the sentence, from 0
     * @param form as it is written
     * @param lemma its base form, lower case ("be" for "was")
     * @param tag its Penn treebank tag
     * @param head index of the word it hangs on, or {@link #ROOT}
     * @param label what it is to its head: {@code nsubj}, {@code nsubjpass}, {@code dobj}, {@code attr}, {@code acomp},
     *     {@code prep}, {@code pobj}, {@code poss}, {@code compound}, {@code nmod}, {@code neg}, {@code aux}, {@code
     *     xcomp}, {@code ccomp}, {@code advcl}, {@code relcl}, {@code conj}, {@code root} … (ClearNLP's labels)
     */
    public record Node(int index, String form, String lemma, String tag, int head, String label) {

        /** Whether it is a noun or a name. */
        public boolean noun() {
            return tag.startsWith("NN");
        }

        /** Whether it is a verb in any form, modals left out. */
        public boolean verb() {
            return tag.startsWith("VB");
        }

        /** Whether its label is one of these. */
        public boolean is(String... labels) {
            return List.of(labels).contains(label);
        }
    }

    /** The word another hangs on, if any. */
    public Optional<Node> head(Node node) {
        return node.head == ROOT ? Optional.empty() : Optional.of(nodes.get(node.head));
    }

    /** The words that hang on a word, in the order of the sentence. */
    public List<Node> children(Node node) {
        return nodes.stream().filter(n -> n.head == node.index).toList();
    }

    /** The first word that hangs on a word by one of these labels. */
    public Optional<Node> child(Node node, String... labels) {
        return nodes.stream().filter(n -> n.head == node.index && n.is(labels)).findFirst();
    }

    /** A word and all below it, in the order of the sentence. */
    public List<Node> subtree(Node node) {
        List<Node> within = new ArrayList<>();
        for (Node candidate : nodes) {
            Node at = candidate;
            for (int steps = 0; steps <= nodes.size() && at.index != node.index && at.head != ROOT; steps++) {
                at = nodes.get(at.head);
            }
            if (at.index == node.index) {
                within.add(candidate);
            }
        }
        return within;
    }
}
