package io.everknown.api.benchmark;

/** What is told of each question, and then as a mean over questions. */
enum Figure implements Keyed {
    R1("r@1", "R@1"),
    R5("r@5", "R@5"),
    R10("r@10", "R@10"),
    R30("r@30", "R@30"),
    MRR("mrr", "MRR"),
    NDCG10("ndcg@10", "nDCG@10"),
    ANY10("any@10", "any@10"),
    IN_500("in_500", "in 500"),
    IN_1000("in_1000", "in 1,000"),
    IN_2000("in_2000", "in 2,000"),
    SAVED_500("saved_500", "saved at 500"),
    SAVED_1000("saved_1000", "saved at 1,000"),
    SAVED_2000("saved_2000", "saved at 2,000");

    private final String key;
    private final String title;

    Figure(String key, String title) {
        this.key = key;
        this.title = title;
    }

    @Override
    public String key() {
        return key;
    }

    /** Its name at the head of a column. */
    String title() {
        return title;
    }

    /** What is told of an answer that may hold so many tokens. */
    enum Inside {
        TOKENS_500(500, IN_500, SAVED_500),
        TOKENS_1000(1_000, IN_1000, SAVED_1000),
        TOKENS_2000(2_000, IN_2000, SAVED_2000);

        private final int tokens;
        private final Figure share;
        private final Figure saved;

        Inside(int tokens, Figure share, Figure saved) {
            this.tokens = tokens;
            this.share = share;
            this.saved = saved;
        }

        int tokens() {
            return tokens;
        }

        /** The share of the evidence inside. */
        Figure share() {
            return share;
        }

        /** The share of the whole conversation's tokens that the answer does without. */
        Figure saved() {
            return saved;
        }
    }
}
