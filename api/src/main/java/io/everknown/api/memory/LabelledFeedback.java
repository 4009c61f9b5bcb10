package io.everknown.api.memory;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.feedback.Feedback;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.MemoryCatalogue.Cursor;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A user's turns and feedback in the shape of LoCoMo: each feedback is a question, and the turns used its evidence. */
final class LabelledFeedback {

    private static final int PAGE = 200;

    /** What training and measuring take a question for of which the kind is not known. */
    private static final int OF_NO_CATEGORY = 0;

    private final MemoryCatalogue catalogue;
    private final MemoryScope scope;
    private final Instant now;

    LabelledFeedback(MemoryCatalogue catalogue, MemoryScope scope, Instant now) {
        this.catalogue = catalogue;
        this.scope = scope;
        this.now = now;
    }

    /** One sample, or none where no feedback used anything that was said in a turn. */
    List<Sample> samples(List<Feedback> feedback) {
        List<Question> questions = new ArrayList<>();
        for (Feedback one : feedback) {
            Set<String> used = turns(one.used());
            Set<String> wrong = turns(one.wrong());
            wrong.removeAll(used);
            if (!used.isEmpty()) {
                questions.add(new Question(one.query(), used, wrong, OF_NO_CATEGORY));
            }
        }
        return questions.isEmpty() ? List.of() : List.of(new Sample(scope.user(), sessions(), questions));
    }

    /** The turns that memories are or were told in. */
    private Set<String> turns(Collection<UUID> memories) {
        Map<UUID, RecalledMemory> byId = new HashMap<>();
        catalogue.load(scope, memories, null).forEach(memory -> byId.put(memory.id(), memory));
        Set<String> turns = new LinkedHashSet<>();
        memories.stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .forEach(memory -> memory.sources()
                        .forEach(source -> turns.add(source.turn().toString())));
        return turns;
    }

    /** Each conversation as a session, in the order in which they began. */
    private Map<String, Object> sessions() {
        Map<String, List<RecalledMemory>> conversations = new LinkedHashMap<>();
        said().sorted(Comparator.comparing(
                                (RecalledMemory turn) -> turn.validity().from())
                        .thenComparing(RecalledMemory::recordedAt)
                        .thenComparingLong(LabelledFeedback::position))
                .forEach(turn -> conversations
                        .computeIfAbsent(
                                turn.user() + "\u0000" + source(turn).conversation(), none -> new ArrayList<>())
                        .add(turn));
        Map<String, Object> sessions = new LinkedHashMap<>();
        int n = 0;
        for (List<RecalledMemory> turns : conversations.values()) {
            n++;
            sessions.put(
                    "session_" + n + "_date_time",
                    turns.getFirst().validity().from().toString());
            sessions.put(
                    "session_" + n,
                    turns.stream()
                            .sorted(Comparator.comparingLong(LabelledFeedback::position))
                            .map(LabelledFeedback::turn)
                            .toList());
        }
        return sessions;
    }

    private Stream<RecalledMemory> said() {
        SearchFilter filter = new SearchFilter(EnumSet.of(MemoryType.TURN), TimeFrame.everything(now), null, null);
        List<RecalledMemory> all = new ArrayList<>();
        List<RecalledMemory> page = catalogue.list(scope, filter, null, PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            RecalledMemory last = page.getLast();
            page = catalogue.list(scope, filter, new Cursor(last.recordedAt(), last.id()), PAGE);
        }
        return all.stream().filter(turn -> !turn.sources().isEmpty());
    }

    private static Map<String, String> turn(RecalledMemory turn) {
        return Map.of(
                "speaker", turn.subject(),
                "dia_id", turn.id().toString(),
                "text", source(turn).sentence());
    }

    private static Source source(RecalledMemory turn) {
        return turn.sources().getFirst();
    }

    private static long position(RecalledMemory turn) {
        Long position = turn.position();
        return position == null ? 0 : position;
    }

    /**
     * A user's memory.
     *
     * @param sampleId the user
     * @param conversation {@code session_N} with its turns, and {@code session_N_date_time}
     * @param qa a question for each feedback
     */
    record Sample(String sampleId, Map<String, Object> conversation, List<Question> qa) {}

    /**
     * A question.
     *
     * @param evidence turns that were used
     * @param wrong turns that had no place in the answer
     */
    record Question(String question, Set<String> evidence, Set<String> wrong, int category) {}
}
