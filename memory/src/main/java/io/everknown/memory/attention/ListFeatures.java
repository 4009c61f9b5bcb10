package io.everknown.memory.attention;

import io.everknown.memory.attention.QuestionForm.Asked;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.recall.RecalledMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the network sees of a list. Its units are what was said: the turns, each with the facts told in it, and memories
 * that no turn of the list tells. Signals are brought to [0, 1] within the list, so that weights hold across users.
 */
final class ListFeatures {

    /** Places before and after a unit in its conversation that lend to it. */
    static final int[] OFFSETS = {-3, -2, -1, 1, 2, 3};

    /** Where the unit before is among the offsets. */
    static final int BEFORE = 2;

    /** The unit after. */
    static final int AFTER = 3;

    /** Places to each side that are a unit's surroundings. */
    private static final int SURROUNDINGS = 8;

    /** The signals that are never a reason against a memory come first. */
    static final List<String> SIMILARITIES = List.of(
            "cosine",
            "fact_cosine",
            "maxsim",
            "maxsim_rare",
            "maxsim_scaled",
            "maxsim_before",
            "maxsim_around",
            "maxsim_rare_before",
            "maxsim_least",
            "bm25",
            "fact_bm25",
            "bm25_before",
            "bm25_around",
            "graph",
            "maxsim_rank",
            "bm25_rank",
            "time");

    private static final List<String> FORMS = List.of(
            "speaker_named",
            "other_named",
            "length",
            "asks",
            "tells_fact",
            "tells_time",
            "who_time",
            "when_time",
            "where_time",
            "how_many_time",
            "why_time",
            "what_asks",
            "when_asks",
            "why_asks",
            "who_asks");

    /** Names of the columns. */
    static final List<String> NAMES;

    static {
        List<String> names = new ArrayList<>(SIMILARITIES);
        names.addAll(FORMS);
        NAMES = List.copyOf(names);
    }

    private static final Map<String, Integer> COLUMNS =
            IntStream.range(0, NAMES.size()).boxed().collect(Collectors.toMap(NAMES::get, Function.identity()));

    private static final Map<Asked, String> TIMES = columns("_time");
    private static final Map<Asked, String> ASKS = columns("_asks");

    /** The columns of what is asked for, where there are such. */
    private static Map<Asked, String> columns(String of) {
        Map<Asked, String> columns = new EnumMap<>(Asked.class);
        for (Asked asked : Asked.values()) {
            String name = asked.name().toLowerCase(Locale.ROOT) + of;
            if (COLUMNS.containsKey(name)) {
                columns.put(asked, name);
            }
        }
        return columns;
    }

    private final List<Unit> units;
    private final double[][] values;
    private final int[][] beside;
    private final int[][] around;
    private final boolean[] asking;
    private final int withTokens;

    private ListFeatures(CandidateList list) {
        units = Unit.of(list.candidates());
        beside = new int[units.size()][OFFSETS.length];
        around = new int[units.size()][];
        place();
        asking = new boolean[units.size()];
        for (int i = 0; i < asking.length; i++) {
            asking[i] = units.get(i).said().stripTrailing().endsWith("?");
        }
        withTokens = (int)
                units.stream().filter(unit -> unit.first().tokens().size() > 0).count();
        values = new double[units.size()][NAMES.size()];
        describe(list);
    }

    static ListFeatures of(CandidateList list) {
        return new ListFeatures(list);
    }

    int size() {
        return units.size();
    }

    /** One row a unit, one column a name. */
    double[][] values() {
        return values;
    }

    /** Units at {@link #OFFSETS} of each, or -1. */
    int[][] beside() {
        return beside;
    }

    /** Units in the surroundings of each, itself not among them. */
    int[][] around() {
        return around;
    }

    /** Whether a unit ends in a question. */
    boolean asking(int unit) {
        return asking[unit];
    }

    /** The share of units whose tokens are at hand. */
    double tokenShare() {
        return units.isEmpty() ? 0 : (double) withTokens / units.size();
    }

    /** Places to each side that count as surroundings, both sides together. */
    static int surroundings() {
        return 2 * SURROUNDINGS;
    }

    /** The turn that a unit is, or null where it is a memory without one. */
    @Nullable
    UUID turn(int unit) {
        RecalledMemory memory = units.get(unit).first().memory();
        return memory.type() == MemoryType.TURN ? memory.id() : null;
    }

    /** The candidates of a unit, the turn itself first where there is one. */
    List<Integer> members(int unit) {
        return units.get(unit).members();
    }

    /**
     * How much less a fact is like the question than the best that was said in its turn, by their cosines; in [0, 2].
     *
     * @param place which of {@link #members}; the first stands for all and lacks nothing
     */
    double lack(int unit, int place) {
        Unit all = units.get(unit);
        return place == 0 ? 0 : all.most(Candidate::cosine) - all.member(place).cosine();
    }

    private void place() {
        Map<Place, Integer> places = new HashMap<>();
        for (int i = 0; i < units.size(); i++) {
            Place place = Place.of(units.get(i).first().memory());
            if (place != null) {
                places.put(place, i);
            }
        }
        for (int i = 0; i < units.size(); i++) {
            Place place = Place.of(units.get(i).first().memory());
            Arrays.fill(beside[i], -1);
            List<Integer> near = new ArrayList<>();
            if (place != null) {
                for (int o = 0; o < OFFSETS.length; o++) {
                    beside[i][o] = places.getOrDefault(place.shifted(OFFSETS[o]), -1);
                }
                for (int by = -SURROUNDINGS; by <= SURROUNDINGS; by++) {
                    Integer other = places.get(place.shifted(by));
                    if (by != 0 && other != null) {
                        near.add(other);
                    }
                }
            }
            around[i] = near.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private void describe(CandidateList list) {
        int n = units.size();
        if (list.tokens().size() > 0 && withTokens > 0) {
            List<TokenStates> texts =
                    units.stream().map(unit -> unit.first().tokens()).toList();
            tokens(new MaxSim(list.tokens(), texts, beside));
        }
        double[] words = of(unit -> unit.first().lexical());
        put("cosine", Scale.fromLeast(of(unit -> unit.first().cosine())));
        put("fact_cosine", Scale.fromLeast(of(unit -> unit.most(Candidate::cosine))));
        put("bm25", Scale.fromZero(words));
        put("fact_bm25", Scale.fromZero(of(unit -> unit.most(Candidate::lexical))));
        put("graph", Scale.fromZero(of(unit -> unit.most(Candidate::graph))));
        put("bm25_rank", Scale.ranks(words));
        double[] before = new double[n];
        double[] around = new double[n];
        for (int i = 0; i < n; i++) {
            before[i] = words[i] + at(words, beside[i][BEFORE]);
            around[i] = before[i] + at(words, beside[i][AFTER]);
        }
        put("bm25_before", Scale.fromZero(before));
        put("bm25_around", Scale.fromZero(around));
        forms(list);
    }

    private static double at(double[] values, int index) {
        return index < 0 ? 0 : values[index];
    }

    private void tokens(MaxSim tokens) {
        put("maxsim", Scale.fromLeast(tokens.plain()));
        put("maxsim_rank", Scale.ranks(tokens.plain()));
        put("maxsim_rare", Scale.fromLeast(tokens.rare()));
        put("maxsim_before", Scale.fromLeast(tokens.before()));
        put("maxsim_around", Scale.fromLeast(tokens.around()));
        put("maxsim_rare_before", Scale.fromLeast(tokens.rareBefore()));
        put("maxsim_least", Scale.fromLeast(tokens.least()));
        put("maxsim_scaled", Scale.fromLeast(tokens.scaled()));
    }

    private void forms(CandidateList list) {
        QuestionForm form = new QuestionForm(list.question());
        Map<String, Boolean> speakers = new HashMap<>();
        units.forEach(unit -> speakers.computeIfAbsent(unit.speaker(), form::names));
        boolean anyNamed = speakers.containsValue(true);
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            boolean named = speakers.getOrDefault(unit.speaker(), false);
            boolean time = QuestionForm.tellsTime(unit.said());
            set(i, "time", form.matches(unit.first().memory().validity().from()));
            set(i, "speaker_named", named ? 1 : 0);
            set(i, "other_named", anyNamed && !named ? 1 : 0);
            set(i, "length", Math.log1p(unit.said().length()) - 4);
            set(i, "asks", asking[i] ? 1 : 0);
            set(i, "tells_fact", unit.members().size() > 1 ? 1 : 0);
            set(i, "tells_time", time ? 1 : 0);
            for (Asked asked : form.asked()) {
                if (time && TIMES.containsKey(asked)) {
                    set(i, TIMES.getOrDefault(asked, ""), 1);
                }
                if (asking[i] && ASKS.containsKey(asked)) {
                    set(i, ASKS.getOrDefault(asked, ""), 1);
                }
            }
        }
    }

    private void set(int unit, String name, double value) {
        values[unit][column(name)] = value;
    }

    private void put(String name, double[] values) {
        int column = column(name);
        for (int i = 0; i < values.length; i++) {
            this.values[i][column] = values[i];
        }
    }

    private static int column(String name) {
        Integer column = COLUMNS.get(name);
        if (column == null) {
            throw new IllegalArgumentException("there is no feature " + name);
        }
        return column;
    }

    private double[] of(ToDoubleFunction<Unit> value) {
        return units.stream().mapToDouble(value).toArray();
    }
}
