package io.everknown.memory.decision;

import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.InstructionTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the known instruction that a new one speaks of, so that both stand in one slot. Free text names one topic in
 * many ways; topics are compared by their words, their aspect and their values, never by similarity alone.
 */
final class StandingInstructions {

    private static final Set<String> EMPTY =
            Set.of("the", "a", "an", "to", "of", "in", "with", "as", "by", "and", "not", "no", "use", "only");

    /** Aspects that say no more than that something is regulated. */
    private static final Set<String> LOOSE = Set.of("choice", "state", "form", "presence");

    /** Aspects of a name, which is often left out: "start functions with x_". */
    private static final Set<String> LETTERS = Set.of("prefix", "suffix", "case");

    /** How people say that what they asked for so far is to change. */
    private static final Pattern CHANGE = Pattern.compile(
            "\\b(?:now|(?:going|moving) forward|instead|rather than|any ?more|no longer|again|chang(?:e|ed|ing)|switch(?:ed|ing)?"
                    + "|updat(?:e|ed|ing)|replac(?:e|ed|ing)|mind|actually)\\b",
            Pattern.CASE_INSENSITIVE);

    private final InstructionThresholds thresholds;

    StandingInstructions(InstructionThresholds thresholds) {
        this.thresholds = thresholds;
    }

    static boolean is(Statement statement) {
        return InstructionTopic.of(statement.extracted().slot()) != null;
    }

    /**
     * The statement as it is to be decided: in the slot of the instruction it speaks of, or in its own.
     *
     * @param known all versions of all instructions
     * @param similarity of a known instruction's text to the new one's, in [-1, 1]
     */
    Statement placed(Statement statement, Collection<Fact> known, ToDoubleFunction<Fact> similarity) {
        ExtractedFact said = statement.extracted();
        InstructionTopic topic = InstructionTopic.of(said.slot());
        if (topic == null) {
            return statement;
        }
        boolean pledged = String.valueOf(said.slot()).startsWith(InstructionTopic.PLEDGES);
        Optional<Fact> same = known.stream()
                .filter(f -> f.retractedAt() == null)
                .filter(f -> sameTopic(topic, said, f, similarity))
                .max(Comparator.comparingDouble((Fact f) -> strength(topic, said, f))
                        .thenComparing(Fact::open)
                        .thenComparing(f -> f.validity().from()));
        if (same.isEmpty()) {
            same = changed(said, topic, known, similarity);
        }
        if (same.isEmpty()) {
            return statement.with(unplaced(said, topic, pledged));
        }
        Fact fact = same.get();
        boolean equal = sameValue(fact.value(), said.value());
        if (pledged && !equal) {
            return statement.with(said.inSlot(said.subject(), null, null));
        }
        if (said.intent() != Intent.ASSERT) {
            return statement.with(said.inSlot(fact.subject(), fact.slot(), null));
        }
        return statement.with(said.inSlot(fact.subject(), fact.slot(), equal ? fact.value() : said.value()));
    }

    /**
     * The known instruction nearest to one that says that something changes: free text names a topic in so many ways that
     * its words may be read apart, but who says "instead" or "from now on" has something known in mind.
     */
    private Optional<Fact> changed(
            ExtractedFact said, InstructionTopic topic, Collection<Fact> known, ToDoubleFunction<Fact> similarity) {
        if (said.intent() != Intent.ASSERT || !CHANGE.matcher(said.sentence()).find()) {
            return Optional.empty();
        }
        return known.stream()
                .filter(Fact::open)
                .filter(f -> InstructionTopic.of(f.slot()) != null)
                .filter(f -> !compatible(f.value(), said.value()))
                .filter(f -> !apart(topic, f))
                .filter(f -> similarity.applyAsDouble(f) >= thresholds.changed())
                .max(Comparator.comparingDouble(similarity).thenComparing(Fact::id));
    }

    /** Whether two instructions are plainly about different letters of a name: its first and its last ones. */
    private static boolean apart(InstructionTopic topic, Fact fact) {
        InstructionTopic other = InstructionTopic.of(fact.slot());
        return other != null
                && LETTERS.contains(topic.aspect())
                && LETTERS.contains(other.aspect())
                && !topic.aspect().equals(other.aspect());
    }

    /** "Stop using emojis" is a ban where nothing was asked for before; what was never asked can't end. */
    private static ExtractedFact unplaced(ExtractedFact said, InstructionTopic topic, boolean pledged) {
        if (pledged) {
            return said.inSlot(said.subject(), null, null);
        }
        boolean ban = said.intent() == Intent.END && denies(said.value());
        return ban
                ? said.inSlot(said.subject(), topic.slot(), said.value()).withIntent(Intent.ASSERT)
                : said.intent() == Intent.END ? said.withIntent(Intent.RETRACT) : said;
    }

    private boolean sameTopic(
            InstructionTopic topic, ExtractedFact said, Fact fact, ToDoubleFunction<Fact> similarity) {
        InstructionTopic other = InstructionTopic.of(fact.slot());
        if (other == null) {
            return false;
        }
        if (topic.equals(other)) {
            return !compatible(fact.value(), said.value());
        }
        boolean replaces = names(said.text(), fact.value()) && !sameValue(fact.value(), said.value());
        boolean aspects = topic.aspect().equals(other.aspect())
                || (LOOSE.contains(topic.aspect()) && LOOSE.contains(other.aspect()));
        double things = overlap(topic.things(), other.things());
        double all = overlap(both(topic), both(other));
        boolean ends = said.intent() != Intent.ASSERT;
        if (ends && (all >= thresholds.ended() || (things > 0 && names(said.text(), fact.value())))) {
            return aspects || topic.aspect().equals("presence") || LOOSE.contains(topic.aspect());
        }
        if (compatible(fact.value(), said.value())) {
            return false;
        }
        if (replaces && (aspects || things >= 0.5 || all >= 0.5)) {
            return true;
        }
        if (!aspects) {
            return sameValue(fact.value(), said.value())
                    && all >= 1
                    && similarity.applyAsDouble(fact) >= thresholds.same();
        }
        if (both(topic).equals(both(other))) {
            return true;
        }
        if (LETTERS.contains(topic.aspect()) && without("name", topic).equals(without("name", other))) {
            return topic.aspect().equals("case") || (code(fact.value()) && code(said.value()));
        }
        boolean oneGeneral = topic.contexts().isEmpty() || other.contexts().isEmpty();
        return things >= 1
                && !topic.things().isEmpty()
                && oneGeneral
                && similarity.applyAsDouble(fact) >= thresholds.same();
    }

    private static Set<String> without(String word, InstructionTopic topic) {
        Set<String> rest = both(topic);
        rest.remove(word);
        return rest;
    }

    /** Whether a value is written as in code, and so belongs to names. */
    private static boolean code(@Nullable String value) {
        return value != null && !value.matches("[\\p{L} ]{3,}");
    }

    /** "Not tabs" leaves "spaces" alone. */
    private static boolean compatible(@Nullable String known, @Nullable String said) {
        if (known == null || said == null) {
            return false;
        }
        String denied = denies(said)
                ? said.substring(Math.min(said.length(), 4))
                : denies(known) ? known.substring(Math.min(known.length(), 4)) : "";
        String asserted = denies(said) ? known : said;
        boolean one = denies(said) != denies(known);
        return one && !denied.isBlank() && !sameValue(denied, asserted) && !asserted.equals("yes");
    }

    private static boolean denies(@Nullable String value) {
        return value != null && (value.equals("no") || value.startsWith("not "));
    }

    private static double strength(InstructionTopic topic, ExtractedFact said, Fact fact) {
        InstructionTopic other = InstructionTopic.of(fact.slot());
        if (other == null) {
            return 0;
        }
        double equal = topic.equals(other) ? 2 : 0;
        double aspect = topic.aspect().equals(other.aspect()) ? 1 : 0;
        double named = names(said.text(), fact.value()) ? 0.5 : 0;
        return equal + aspect + named + overlap(both(topic), both(other));
    }

    private static Set<String> both(InstructionTopic topic) {
        Set<String> all = new HashSet<>(topic.things());
        all.addAll(topic.contexts());
        return all;
    }

    /** Shared words in all words, in [0, 1]; 1 for two empty ones. */
    private static double overlap(Collection<String> one, Collection<String> two) {
        Set<String> all = new HashSet<>(one);
        all.addAll(two);
        Set<String> shared = new HashSet<>(one);
        shared.retainAll(new HashSet<>(two));
        return all.isEmpty() ? 1 : (double) shared.size() / all.size();
    }

    /** Whether a text names a value: "instead of tabs". */
    private static boolean names(String text, @Nullable String value) {
        if (value == null || value.equals("yes") || value.equals("no")) {
            return false;
        }
        String plain = " " + plain(text) + " ";
        List<String> words = content(value);
        return !words.isEmpty() && words.stream().allMatch(word -> plain.contains(" " + word + " "));
    }

    private static List<String> content(String value) {
        List<String> words = new ArrayList<>(Arrays.asList(plain(value).split(" ")));
        words.removeIf(word -> word.isEmpty() || EMPTY.contains(word));
        return words;
    }

    /** Lower case, with what stands in names of code kept and other marks dropped. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_#@$*<>/\\\\=+~^&|%.:-]+|[.:](?=\\s|$)", " ")
                .strip();
    }

    static boolean sameValue(@Nullable String one, @Nullable String two) {
        return one != null && two != null && content(one).equals(content(two)) && denies(one) == denies(two);
    }
}
