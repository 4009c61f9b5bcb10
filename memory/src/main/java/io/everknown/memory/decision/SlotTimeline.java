package io.everknown.memory.decision;

import io.everknown.memory.decision.Decision.Change;
import io.everknown.memory.decision.SlotReplay.Entry;
import io.everknown.memory.decision.SlotReplay.Run;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one slot as they are to stand: what {@link SlotReplay} tells, laid upon the facts there are. A fact
 * whose value held, stopped and came back is split; where two facts tell one stretch, the later takes over from the
 * earlier. Because all is played anew, the outcome is the same in whatever order things were said.
 */
final class SlotTimeline {

    private final Map<UUID, Fact> known = new LinkedHashMap<>();
    private final Map<UUID, Fact> placed = new LinkedHashMap<>();
    private final Map<UUID, UUID> twins = new HashMap<>();
    private final Set<UUID> rivals = new HashSet<>();
    private @Nullable UUID holding;

    /**
     * @param versions versions of the slot that were not taken back
     * @param candidate a fact that says something new of it, or null to lay out what is known
     * @param now recorded with parts that are split off
     */
    SlotTimeline(List<Fact> versions, @Nullable Fact candidate, Instant now) {
        versions.forEach(fact -> known.put(fact.id(), fact));
        List<Entry> entries = new ArrayList<>();
        versions.forEach(fact -> entries.addAll(entries(fact)));
        if (candidate != null) {
            entries.addAll(entries(candidate));
        }
        List<Segment> segments = segments(SlotReplay.play(entries), candidate);
        for (Segment segment : segments) {
            Fact fact = segment.fact(segments, now);
            placed.put(fact.id(), fact);
            if (segment.split) {
                twins.put(fact.id(), segment.owner.id());
            }
            if (segment.run.rival) {
                rivals.add(fact.id());
            }
            if (candidate != null && segment.entries.stream().anyMatch(e -> e.isOf(candidate))) {
                holding = fact.id();
            }
        }
        linkContradictions(segments);
    }

    /** The fact that holds what the candidate said: the candidate itself, or a known one that says the same. */
    Fact holding() {
        return get(Objects.requireNonNull(holding, "laid out without a candidate"));
    }

    Fact get(UUID id) {
        return Objects.requireNonNull(placed.get(id), "a version of another slot");
    }

    /** Whether a version is kept beside another that a source as trusted says of the same moment. */
    boolean isRival(UUID id) {
        return rivals.contains(id);
    }

    /** The version that {@code id} closed, the most trusted and latest if there are several. */
    @Nullable
    Fact closedBy(UUID id) {
        return known.keySet().stream()
                .map(this::get)
                .filter(fact -> id.equals(fact.supersededBy()))
                .max(Comparator.comparing(Fact::trust)
                        .thenComparing(f -> f.validity().from()))
                .orElse(null);
    }

    /** What takes a new form, apart from {@code others}. */
    List<Change> changesBeside(UUID... others) {
        Set<UUID> told = Set.of(others);
        return placed.values().stream()
                .filter(fact -> !told.contains(fact.id()))
                .filter(fact -> !fact.equals(known.get(fact.id())))
                .map(fact -> new Change(fact, twins.get(fact.id())))
                .toList();
    }

    /** What a fact says of its slot. Where it ended and no version took over, that is a saying too. */
    private List<Entry> entries(Fact fact) {
        String value = fact.value() == null ? null : Decider.words(fact.value());
        List<Entry> entries = new ArrayList<>();
        fact.sayings().forEach(saying -> entries.add(new Entry(fact, value, saying)));
        Instant end = fact.validity().to();
        boolean takenOver = fact.supersededBy() != null && known.containsKey(fact.supersededBy());
        if (end != null
                && !takenOver
                && fact.sayings().stream().noneMatch(s -> s.ends() && s.from().equals(end))) {
            entries.add(new Entry(fact, value, Saying.end(fact.id(), end, end, fact.trust())));
        }
        return entries;
    }

    private static List<Segment> segments(List<Run> runs, @Nullable Fact candidate) {
        List<Segment> segments = new ArrayList<>();
        Set<UUID> owners = new HashSet<>();
        for (Run run : runs) {
            Segment current = null;
            for (Entry entry : run.entries) {
                boolean owner = !entry.isOf(candidate)
                        && !owners.contains(entry.origin().id());
                if (current == null || (owner && current.entries.stream().anyMatch(e -> !e.isOf(candidate)))) {
                    current = new Segment(run, entry.origin());
                    segments.add(current);
                }
                if (owner) {
                    // A new saying that comes first is told by the fact that tells the rest of the stretch.
                    current.owner = entry.origin();
                    owners.add(entry.origin().id());
                    current.owned = true;
                }
                current.entries.add(entry);
            }
        }
        for (Segment segment : segments) {
            segment.split = !segment.owned && !segment.entries.getFirst().isOf(candidate);
            segment.id = segment.split ? Ids.next() : segment.owner.id();
        }
        return segments;
    }

    private void linkContradictions(List<Segment> segments) {
        Set<UUID> versions = placed.keySet();
        for (Segment segment : segments) {
            Set<UUID> others = segments.stream()
                    .filter(other -> other.contradicts(segment, segments))
                    .map(other -> other.id)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            Fact fact = get(segment.id);
            List<UUID> links = new ArrayList<>(fact.contradicts().stream()
                    .filter(id -> !versions.contains(id) || others.contains(id))
                    .toList());
            others.stream().filter(id -> !links.contains(id)).forEach(links::add);
            placed.put(segment.id, fact.withContradictions(links));
        }
    }

    /** A part of a run that one fact tells. */
    private static final class Segment {

        private final Run run;
        private final List<Entry> entries = new ArrayList<>();
        private Fact owner;
        private boolean owned;
        private boolean split;
        private UUID id;

        private Segment(Run run, Fact owner) {
            this.run = run;
            this.owner = owner;
            this.id = owner.id();
        }

        private Fact fact(List<Segment> all, Instant now) {
            List<Saying> sayings = entries.stream().map(Entry::saying).collect(Collectors.toCollection(ArrayList::new));
            List<Saying> elsewhere = owner.sayings().stream()
                    .filter(saying -> !saying.ends() && !sayings.contains(saying))
                    .toList();
            long foreign = entries.stream().filter(e -> !e.isOf(owner)).count();
            if (!split) {
                owner.sayings().stream().filter(Saying::ends).forEach(sayings::add);
            }
            return owner.placed(
                    id,
                    split ? now : owner.recordedAt(),
                    validity(all),
                    successor(all),
                    entries.stream()
                            .map(e -> e.saying().trust())
                            .max(Comparator.naturalOrder())
                            .orElse(owner.trust()),
                    split ? entries.size() : (int) Math.max(1, owner.support() + foreign - elsewhere.size()),
                    refreshed(elsewhere.isEmpty()),
                    sources(elsewhere),
                    sayings);
        }

        private Instant refreshed(boolean whole) {
            Instant last = entries.stream()
                    .map(e -> e.saying().at())
                    .max(Comparator.naturalOrder())
                    .orElse(owner.lastRefreshedAt());
            return whole && owner.lastRefreshedAt().isAfter(last) ? owner.lastRefreshedAt() : last;
        }

        /** The sources of its sayings, and those of its fact that are no other segment's. */
        private List<Source> sources(List<Saying> elsewhere) {
            Set<UUID> here = entries.stream()
                    .map(e -> e.saying().turn())
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            Set<UUID> gone = elsewhere.stream()
                    .map(Saying::turn)
                    .filter(turn -> turn != null && !here.contains(turn))
                    .collect(Collectors.toSet());
            List<Source> sources = owner.sources().stream()
                    .filter(s -> split ? here.contains(s.turn()) : !gone.contains(s.turn()))
                    .toList();
            for (Entry entry : entries) {
                if (!entry.isOf(owner)) {
                    for (Source source : entry.origin().sources()) {
                        if (source.turn().equals(entry.saying().turn())) {
                            sources = Source.with(sources, source);
                        }
                    }
                }
            }
            return sources;
        }

        private Validity validity(List<Segment> all) {
            Instant from = entries.getFirst().saying().from();
            Segment next = next(all);
            return new Validity(
                    from, next != null ? next.entries.getFirst().saying().from() : run.to);
        }

        private @Nullable UUID successor(List<Segment> all) {
            Segment next = next(all);
            if (next != null) {
                return next.id;
            }
            Run after = run.successor;
            if (after != null) {
                return all.stream().filter(s -> s.run == after).findFirst().orElseThrow().id;
            }
            // What a version outside of this history took over stays with it.
            UUID before = owner.supersededBy();
            boolean outside =
                    before != null && all.stream().noneMatch(s -> s.owner.id().equals(before));
            return run.to != null && !split && outside ? before : null;
        }

        private @Nullable Segment next(List<Segment> all) {
            int place = all.indexOf(this);
            return place + 1 < all.size() && all.get(place + 1).run == run ? all.get(place + 1) : null;
        }

        private boolean contradicts(Segment other, List<Segment> all) {
            Validity mine = validity(all);
            Validity its = other.validity(all);
            return other != this
                    && run.value != null
                    && other.run.value != null
                    && !run.value.equals(other.run.value)
                    && mine.overlaps(its);
        }
    }
}
