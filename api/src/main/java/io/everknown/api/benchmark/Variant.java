package io.everknown.api.benchmark;

/**
 * A recall of which something is left out. A channel that is off finds nothing and scores nothing; a group of the network's
 * features that is off has its weights at zero, without training the rest anew.
 */
enum Variant implements Keyed {
    ALL("all", "everything"),
    GRAPH_OFF("graph_off", "without the graph"),
    LEXICAL_OFF("lexical_off", "without words (BM25)"),
    VECTOR_OFF("vector_off", "without vectors"),
    TOKENS_OFF("tokens_off", "without tokens (MaxSim)"),
    LENDING_OFF("lending_off", "without lending"),
    NEIGHBOURS_OFF("neighbours_off", "without neighbours at all"),
    FORM_OFF("form_off", "without the question's form"),
    FUSION("fusion", "fusion-1, no network"),
    VECTOR_ALONE("vector_alone", "vectors alone"),
    LEXICAL_ALONE("lexical_alone", "words alone");

    /** What puts the candidates in order. */
    enum Ranking {
        NETWORK,
        FUSION,
        VECTOR,
        LEXICAL
    }

    private final String key;
    private final String title;

    Variant(String key, String title) {
        this.key = key;
        this.title = title;
    }

    @Override
    public String key() {
        return key;
    }

    /** Its name in tables. */
    String title() {
        return title;
    }

    Ranking ranking() {
        return switch (this) {
            case FUSION -> Ranking.FUSION;
            case VECTOR_ALONE -> Ranking.VECTOR;
            case LEXICAL_ALONE -> Ranking.LEXICAL;
            default -> Ranking.NETWORK;
        };
    }

    /** Whether a weight of the network is at zero, by its name in {@code attention.properties}. */
    boolean without(String weight) {
        return switch (this) {
            case TOKENS_OFF -> weight.contains("maxsim");
            case LENDING_OFF -> weight.startsWith("lent.");
            case NEIGHBOURS_OFF ->
                weight.startsWith("lent.") || weight.endsWith("_before") || weight.endsWith("_around");
            case FORM_OFF -> ofForm(weight);
            default -> false;
        };
    }

    boolean graph() {
        return this != GRAPH_OFF && this != VECTOR_ALONE && this != LEXICAL_ALONE;
    }

    boolean lexical() {
        return this != LEXICAL_OFF && this != VECTOR_ALONE;
    }

    boolean vector() {
        return this != VECTOR_OFF && this != LEXICAL_ALONE;
    }

    /** Whether the turns beside what was found join the candidates. */
    boolean neighbours() {
        return this != NEIGHBOURS_OFF && this != VECTOR_ALONE && this != LEXICAL_ALONE;
    }

    /** Who speaks and is named, how long it is, whether it asks, and what of time is asked for and told. */
    private static boolean ofForm(String weight) {
        return weight.startsWith("feature.")
                && !weight.contains("cosine")
                && !weight.contains("maxsim")
                && !weight.contains("bm25")
                && !weight.endsWith(".graph");
    }
}
