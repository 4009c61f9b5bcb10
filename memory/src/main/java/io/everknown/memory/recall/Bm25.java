package io.everknown.memory.recall;

/** BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009) of one corpus. */
public record Bm25(long documents, long length) {

    public static final double K1 = 1.2;

    public static final double B = 0.75;

    /** The weight of a term that {@code containing} documents have. */
    public double weight(long containing) {
        return Math.log(1 + (documents - containing + 0.5) / (containing + 0.5)) * (K1 + 1);
    }

    /** What a term adds to the score of a document of some length that has it some times. */
    public double score(double weight, int frequency, int documentLength) {
        double mean = (double) length / Math.max(documents, 1);
        return weight * frequency / (frequency + K1 * (1 - B + B * documentLength / mean));
    }

    /** Both corpora as one. */
    public Bm25 plus(Bm25 other) {
        return new Bm25(documents + other.documents, length + other.length);
    }
}
