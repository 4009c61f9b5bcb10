package io.everknown.api.warmup;

import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.forgetting.EraseUser;
import io.everknown.memory.forgetting.UserEraser;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.Budget;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.RecallQuery;
import io.everknown.memory.time.TimeFrame;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Takes a conversation in and asks about it, for a user whom nobody is, before the service calls itself ready: fresh
 * virtual machines and stores do their first work several times slower than what follows, and the first callers should
 * not pay for that. All of it is erased again. Without a store the start goes on.
 */
@Component
@EnableConfigurationProperties(WarmUpSettings.class)
class WarmUp implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** The tenant of all warming up; nobody can sign in to it. */
    static final UUID NOBODY = new UUID(0, 0);

    /** Turns taken in together, as by a client that sends them in batches. */
    private static final int TOGETHER = 10;

    /** Beyond its time, warming up is left alone to end what it has begun. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** Whoever was warming up so long ago was killed over it, and what is left of it goes. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final WarmUpSettings settings;
    private final TurnProcessing processing;
    private final Extractors extractors;
    private final GraphRelay relay;
    private final Recall recall;
    private final EraseUser erase;
    private final UserEraser users;
    private final InstantSource clock;
    private final WarmUpTalk talk = WarmUpTalk.load();

    WarmUp(
            WarmUpSettings settings,
            TurnProcessing processing,
            Extractors extractors,
            GraphRelay relay,
            Recall recall,
            EraseUser erase,
            UserEraser users,
            InstantSource clock) {
        this.settings = settings;
        this.processing = processing;
        this.extractors = extractors;
        this.relay = relay;
        this.recall = recall;
        this.erase = erase;
        this.users = users;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        if (settings.atMost().isPositive()) {
            Thread.ofVirtual()
                    .name("warm-up")
                    .start(this::warmUp)
                    .join(settings.atMost().plus(GRACE));
        }
    }

    void warmUp() {
        long end = System.nanoTime() + settings.atMost().toNanos();
        MemoryScope scope = new MemoryScope(NOBODY, "warm-up-" + Ids.next());
        try {
            users.quietSince(NOBODY, clock.instant().minus(ABANDONED)).forEach(this::clear);
            int turns = talk(scope, () -> System.nanoTime() < end);
            LOG.info("warmed up by {} turns", turns);
        } catch (GraphUnavailableException | DataAccessException e) {
            LOG.info("not warmed up, a store is out of reach: {}", e.getMessage());
        } finally {
            clear(scope);
        }
    }

    private int talk(MemoryScope scope, BooleanSupplier goesOn) {
        int taken = 0;
        for (int round = 0; goesOn.getAsBoolean(); round++) {
            List<NewTurn> turns = talk.turns(round, clock.instant());
            List<String> questions = talk.questions(round);
            for (int from = 0; from < turns.size() && goesOn.getAsBoolean(); from += TOGETHER) {
                List<NewTurn> together = turns.subList(from, Math.min(from + TOGETHER, turns.size()));
                takeIn(scope, "round-" + round, together);
                taken += together.size();
                questions.forEach(question -> ask(scope, question));
            }
        }
        return taken;
    }

    /** A language model is never asked: it costs, and is as slow afterwards. */
    private void takeIn(MemoryScope scope, String conversation, List<NewTurn> turns) {
        boolean extract = !extractors.usesModel(scope);
        processing.process(scope, Visibility.PRIVATE, conversation, turns, extract, () -> relay.relay(scope));
    }

    private void ask(MemoryScope scope, String question) {
        recall.recall(
                scope,
                new RecallQuery(
                        question,
                        List.of(),
                        null,
                        EnumSet.allOf(MemoryType.class),
                        TimeFrame.current(clock.instant()),
                        null,
                        new Budget(10, 1_000)));
    }

    private void clear(MemoryScope scope) {
        try {
            erase.erase(scope);
            relay.relay(scope);
        } catch (GraphUnavailableException | DataAccessException e) {
            LOG.info("what warming up wrote stays for now: {}", e.getMessage());
        }
    }
}
