package io.everknown.memory.training;

import io.everknown.memory.attention.RankingLessons.Lesson;
import io.everknown.memory.attention.RecordingReranker;
import io.everknown.memory.attention.Rerankers;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.feedback.Feedback;
import io.everknown.memory.feedback.FeedbackLog;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.Budget;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.RecallQuery;
import io.everknown.memory.time.TimeFrame;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes lessons of a tenant's feedback: its question is asked again, and the turns that used memories were told in are what
 * answers it. Nothing of this is written down.
 */
public final class FeedbackLessons {

    private final FeedbackLog feedback;
    private final MemoryCatalogue catalogue;
    private final Function<Rerankers, Recall> recalls;
    private final InstantSource clock;

    /**
     * @param recalls the whole recall, with what is given to rank
     */
    public FeedbackLessons(
            FeedbackLog feedback, MemoryCatalogue catalogue, Function<Rerankers, Recall> recalls, InstantSource clock) {
        this.feedback = feedback;
        this.catalogue = catalogue;
        this.recalls = recalls;
        this.clock = clock;
    }

    /** A question that somebody of the tenant judged the answer of. */
    record Judged(MemoryScope scope, Feedback feedback) {}

    /** The latest feedback of a tenant that says what was used, oldest first. */
    List<Judged> judged(UUID tenant, int atMost) {
        List<Judged> all = new ArrayList<>();
        for (String user : feedback.users(tenant)) {
            MemoryScope scope = new MemoryScope(tenant, user);
            feedback.of(scope).stream()
                    .filter(one -> !one.used().isEmpty())
                    .forEach(one -> all.add(new Judged(scope, one)));
        }
        all.sort(Comparator.comparing((Judged one) -> one.feedback.recordedAt())
                .thenComparing(one -> one.feedback.id()));
        return all.subList(Math.max(0, all.size() - atMost), all.size());
    }

    /** Asks again. The lesson teaches nothing where what was used was said in no turn, or isn't found any more. */
    Lesson lesson(Judged judged) {
        RecordingReranker recorder = new RecordingReranker();
        Instant now = clock.instant();
        recalls.apply(Rerankers.always("none", recorder))
                .recall(
                        judged.scope,
                        new RecallQuery(
                                judged.feedback.query(),
                                List.of(),
                                null,
                                EnumSet.allOf(MemoryType.class),
                                TimeFrame.current(now),
                                null,
                                new Budget(1, 100)));
        Set<UUID> answers = catalogue.load(judged.scope, judged.feedback.used(), null).stream()
                .flatMap(memory -> memory.sources().stream())
                .map(Source::turn)
                .collect(Collectors.toSet());
        return Lesson.of(recorder.last(), answers, 1);
    }
}
