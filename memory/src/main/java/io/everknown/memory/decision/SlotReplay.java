package io.everknown.memory.decision;

import io.everknown.memory.identity.TrustLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays all that was said of one slot in the order in which it was true, whatever the order of its arrival, and tells which
 * value held when.
 *
 * <p>One value leads. Another one of the same or of more trust closes it; one of less trust is kept beside it, and so is
 * one that a source as trusted says of the very moment at which the leading one began.
 */
final class SlotReplay {

    /** By when it was true; of the same moment the more trusted first, then by speaker, and last by arrival. */
    private static final Comparator<Entry> IN_TIME = Comparator.comparing((Entry e) -> e.saying.from())
            .thenComparing(e -> e.saying.trust(), Comparator.reverseOrder())
            .thenComparing(e -> e.saying.at())
            .thenComparing(e -> e.saying.ends())
            .thenComparing(e -> e.saying.voice())
            .thenComparing(e -> String.valueOf(e.saying.conversation()))
            .thenComparing(e -> e.saying.id());

    private final List<Run> runs = new ArrayList<>();
    private final List<Run> beside = new ArrayList<>();
    private @Nullable Run leading;

    private SlotReplay() {}

    /** The stretches in which a value held, in the order in which they began. */
    static List<Run> play(List<Entry> entries) {
        SlotReplay replay = new SlotReplay();
        entries.stream().sorted(IN_TIME).forEach(entry -> {
            if (entry.saying.ends()) {
                replay.end(entry);
            } else {
                replay.hear(entry);
            }
        });
        return replay.runs;
    }

    private void end(Entry entry) {
        Run ended = open().filter(run -> run.tells(entry)).findFirst().orElse(null);
        if (ended != null) {
            close(ended, entry, null);
        }
    }

    private void hear(Entry entry) {
        Run lead = leading;
        if (lead == null) {
            lead(entry);
        } else if (lead.tells(entry)) {
            join(lead, entry);
        } else if (!entry.saying.trust().outranksOrEquals(lead.trust) || lead.rivals(entry)) {
            Optional<Run> same = beside.stream().filter(run -> run.tells(entry)).findFirst();
            if (same.isPresent()) {
                join(same.get(), entry);
            } else {
                standBeside(lead, entry);
            }
        } else {
            // A rival that the leading value's equals agree with is not new.
            Optional<Run> rival =
                    beside.stream().filter(run -> run.rival && run.tells(entry)).findFirst();
            if (rival.isPresent()) {
                join(rival.get(), entry);
            } else {
                lead(entry);
            }
        }
    }

    private void lead(Entry entry) {
        Run next = begin(entry, false, null);
        Run before = leading;
        leading = next;
        if (before != null) {
            close(before, entry, next);
        }
        for (Run other : List.copyOf(beside)) {
            boolean agreed = other.tells(entry) && entry.saying.trust().outranksOrEquals(other.trust);
            if ((before != null && other.rivalOf == before) || agreed || other.changesItsMindBy(entry)) {
                close(other, entry, next);
            }
        }
    }

    private void standBeside(Run lead, Entry entry) {
        boolean rival = entry.saying.trust() == lead.trust;
        Run next = begin(entry, rival, rival ? lead : null);
        for (Run other : List.copyOf(beside)) {
            boolean weaker = !rival && entry.saying.trust().outranksOrEquals(other.trust);
            if (weaker || other.changesItsMindBy(entry)) {
                close(other, entry, next);
            }
        }
        beside.add(next);
    }

    private void join(Run run, Entry entry) {
        run.entries.add(entry);
        if (entry.saying.trust().outranksOrEquals(run.trust)) {
            run.trust = entry.saying.trust();
        }
        for (Run other : open().toList()) {
            if (other != run && other.changesItsMindBy(entry)) {
                close(other, entry, run);
            }
        }
        if (leading == null && beside.remove(run)) {
            leading = run;
        }
    }

    private Run begin(Entry entry, boolean rival, @Nullable Run rivalOf) {
        Run run = new Run(entry, rival, rivalOf);
        runs.add(run);
        return run;
    }

    private void close(Run run, Entry by, @Nullable Run successor) {
        run.to = by.saying.from();
        run.successor = successor;
        beside.remove(run);
        if (leading == run) {
            leading = null;
        }
    }

    private Stream<Run> open() {
        return leading == null ? beside.stream() : Stream.concat(Stream.of(leading), beside.stream());
    }

    /**
     * One saying of one fact.
     *
     * @param value the words of the value said, or null where it has none; such a value equals no other
     */
    record Entry(Fact origin, @Nullable String value, Saying saying) {

        /** Whether {@code fact} says it. */
        boolean isOf(@Nullable Fact fact) {
            return fact != null && origin.id().equals(fact.id());
        }
    }

    /** A value, and from when until when it held. */
    static final class Run {

        final List<Entry> entries = new ArrayList<>();
        final @Nullable String value;
        final Instant from;
        final boolean rival;
        private final @Nullable Run rivalOf;
        private TrustLevel trust;

        @Nullable
        Instant to;

        @Nullable
        Run successor;

        private Run(Entry first, boolean rival, @Nullable Run rivalOf) {
            this.value = first.value;
            this.from = first.saying.from();
            this.trust = first.saying.trust();
            this.rival = rival;
            this.rivalOf = rivalOf;
            entries.add(first);
        }

        private boolean tells(Entry entry) {
            return value != null && Objects.equals(value, entry.value);
        }

        /** Whether {@code entry} says otherwise of the very moment at which this began, and nothing tells who is right. */
        private boolean rivals(Entry entry) {
            return trust == entry.saying.trust()
                    && entries.stream()
                            .filter(e -> e.saying.from().equals(entry.saying.from()))
                            .anyMatch(e -> from.equals(entry.saying.from()) && e.saying.isElsewhere(entry.saying));
        }

        /** Whether all this rests on the word of one who now says otherwise. */
        private boolean changesItsMindBy(Entry entry) {
            return !tells(entry)
                    && from.isBefore(entry.saying.from())
                    && entries.stream()
                            .map(Entry::saying)
                            .allMatch(s -> s.trust() == entry.saying.trust()
                                    && s.voice().equals(entry.saying.voice()));
        }
    }
}
