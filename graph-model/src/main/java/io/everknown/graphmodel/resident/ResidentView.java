package io.everknown.graphmodel.resident;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.recall.Bm25;
import io.everknown.memory.recall.Hit;
import io.everknown.memory.recall.MemoryView;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Searches audiences as they were when it was opened. */
final class ResidentView implements MemoryView {

    private static final Set<MemoryType> FACTS = EnumSet.complementOf(EnumSet.of(MemoryType.TURN));

    private final List<Audience> audiences;
    private final List<Part> parts;
    private final SearchFilter filter;
    private final Function<String, List<String>> terms;

    /** The last question asked, as its memories are gathered by the same one. */
    private volatile @Nullable Compared last;

    ResidentView(List<Audience> audiences, SearchFilter filter, Function<String, List<String>> terms) {
        this.audiences = audiences;
        this.parts = audiences.stream()
                .flatMap(audience -> audience.parts().stream())
                .toList();
        this.filter = filter;
        this.terms = terms;
    }

    @Override
    public List<Hit> nearest(Embedding query, int limit) {
        Compared compared = compare(query);
        Best turns = new Best(wantsTurns() ? limit : 0);
        Best facts = new Best(wantsFacts() ? limit : 0);
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            float[] cosines = compared.cosines.get(p);
            for (int i = 0; i < cosines.length; i++) {
                Best best = part.segment().isTurn(i) ? turns : facts;
                if (best.wants(cosines[i]) && part.segment().vectors().has(i)) {
                    offer(best, part, i, cosines[i]);
                }
            }
        }
        List<Hit> hits = new ArrayList<>(turns.hits());
        hits.addAll(facts.hits());
        hits.sort(Best.FIRST);
        return hits;
    }

    private Compared compare(Embedding query) {
        Compared known = last;
        if (known != null && known.query.equals(query)) {
            return known;
        }
        HalfVectors.Query half = new HalfVectors.Query(query);
        Compared fresh = new Compared(
                query,
                parts.stream()
                        .map(part -> part.segment().vectors().cosines(half))
                        .toList());
        last = fresh;
        return fresh;
    }

    private void offer(Best best, Part part, int index, double score) {
        if (part.counts(index) && filter.passes(part.segment().memory(index))) {
            best.offer(new Hit(part.segment().memory(index).id(), score));
        }
    }

    @Override
    public List<Hit> match(String text, int limit) {
        List<String> question = terms.apply(text);
        Bm25 turns = parts.stream().map(Part::turns).reduce(new Bm25(0, 0), Bm25::plus);
        Bm25 facts = parts.stream().map(Part::facts).reduce(new Bm25(0, 0), Bm25::plus);
        List<double[]> scores = new ArrayList<>();
        parts.forEach(part -> scores.add(new double[part.segment().size()]));
        for (String term : question) {
            Weights weights = new Weights(turns, facts, term);
            for (int p = 0; p < parts.size(); p++) {
                Part part = parts.get(p);
                double[] sums = scores.get(p);
                part.segment().words().each(term, (memory, frequency, length) -> {
                    if (part.counts(memory)) {
                        sums[memory] += part.segment().isTurn(memory)
                                ? turns.score(weights.ofTurns, frequency, length)
                                : facts.score(weights.ofFacts, frequency, length);
                    }
                });
            }
        }
        Best best = new Best(limit);
        for (int p = 0; p < parts.size(); p++) {
            double[] sums = scores.get(p);
            for (int i = 0; i < sums.length; i++) {
                if (sums[i] > 0 && best.wants(sums[i])) {
                    offer(best, parts.get(p), i, sums[i]);
                }
            }
        }
        return best.hits();
    }

    @Override
    public Optional<List<GraphHit>> expand(Collection<String> keys, int limit) {
        return Optional.of(new Expansion(audiences, filter).expand(keys, limit));
    }

    @Override
    public List<RecalledMemory> gather(
            Collection<UUID> ids, Predicate<RecalledMemory> shown, int distance, @Nullable Embedding query) {
        @Nullable Compared compared = query == null ? null : compare(query);
        List<RecalledMemory> found = new ArrayList<>();
        Set<UUID> turns = new LinkedHashSet<>();
        for (UUID id : new LinkedHashSet<>(ids)) {
            Spot spot = find(part -> part.find(id));
            if (spot != null && spot.isTurn()) {
                turns.add(id);
            } else if (spot != null) {
                RecalledMemory fact = spot.beside(compared);
                if (shown.test(fact)) {
                    found.add(fact);
                    fact.sources().forEach(source -> turns.add(source.turn()));
                }
            }
        }
        for (Segment.Place place : around(turns, distance)) {
            Spot spot = find(part -> part.find(place));
            if (spot != null && filter.holds(spot.memory())) {
                found.add(spot.beside(compared));
            }
        }
        return found;
    }

    private Set<Segment.Place> around(Set<UUID> turns, int distance) {
        Set<Segment.Place> places = new LinkedHashSet<>();
        for (UUID turn : turns) {
            Spot spot = find(part -> part.find(turn));
            if (spot != null) {
                Segment.Place place = Segment.Place.of(spot.memory());
                for (int by = -distance; by <= distance; by++) {
                    places.add(place.shifted(by));
                }
            }
        }
        return places;
    }

    @Override
    public Map<UUID, TokenStates> tokens(Collection<UUID> ids) {
        Map<UUID, TokenStates> tokens = new HashMap<>();
        for (UUID id : ids) {
            Spot spot = find(part -> part.find(id));
            TokenStates own = spot == null ? TokenStates.NONE : spot.tokens();
            if (own.size() > 0) {
                tokens.put(id, own);
            }
        }
        return tokens;
    }

    @Override
    public List<RecalledMemory> slotted(Set<String> families) {
        List<RecalledMemory> found = new ArrayList<>();
        for (Part part : parts) {
            part.segment().slotted(families, at -> {
                RecalledMemory fact = part.segment().memory(at);
                if (part.counts(at) && filter.passes(fact)) {
                    found.add(fact);
                }
            });
        }
        return found;
    }

    @Override
    public Set<UUID> outdated(Collection<UUID> turns) {
        SearchFilter holding = new SearchFilter(FACTS, filter.frame(), null, null);
        Set<UUID> outdated = new HashSet<>();
        for (UUID turn : turns) {
            int[] told = new int[2];
            for (Part part : parts) {
                part.segment().toldIn(turn, fact -> {
                    if (part.counts(fact)) {
                        told[0]++;
                        told[1] += holding.passes(part.segment().memory(fact)) ? 1 : 0;
                    }
                });
            }
            if (told[0] > 0 && told[1] == 0) {
                outdated.add(turn);
            }
        }
        return outdated;
    }

    private @Nullable Spot find(ToIntFunction<Part> search) {
        for (int p = 0; p < parts.size(); p++) {
            int at = search.applyAsInt(parts.get(p));
            if (at >= 0) {
                return new Spot(p, at);
            }
        }
        return null;
    }

    private boolean wantsTurns() {
        return filter.types().contains(MemoryType.TURN);
    }

    private boolean wantsFacts() {
        return filter.types().stream().anyMatch(FACTS::contains);
    }

    /** How near all memories are to a question, part by part. */
    private record Compared(Embedding query, List<float[]> cosines) {}

    /** What a term of the question counts, by how many texts of each kind have it. */
    private final class Weights {

        private final double ofTurns;
        private final double ofFacts;

        private Weights(Bm25 turns, Bm25 facts, String term) {
            long[] containing = new long[2];
            for (Part part : parts) {
                part.segment().words().each(term, (memory, frequency, length) -> {
                    if (part.counts(memory)) {
                        containing[part.segment().isTurn(memory) ? 0 : 1]++;
                    }
                });
            }
            ofTurns = turns.weight(containing[0]);
            ofFacts = facts.weight(containing[1]);
        }
    }

    /** Where a memory is. */
    private final class Spot {

        private final int part;
        private final int index;

        private Spot(int part, int index) {
            this.part = part;
            this.index = index;
        }

        private boolean isTurn() {
            return parts.get(part).segment().isTurn(index);
        }

        private RecalledMemory memory() {
            return parts.get(part).segment().memory(index);
        }

        private TokenStates tokens() {
            return parts.get(part).segment().tokens(index);
        }

        private RecalledMemory beside(@Nullable Compared compared) {
            return compared == null
                    ? memory()
                    : memory().withSimilarity(compared.cosines.get(part)[index]);
        }
    }
}
