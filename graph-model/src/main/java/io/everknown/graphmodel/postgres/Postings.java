package io.everknown.graphmodel.postgres;

import io.everknown.graphmodel.resident.Terms;
import io.everknown.memory.lexical.LexicalAnalyzer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the lexical index: postings, lengths and the size of each audience's corpus. */
final class Postings {

    /** Longer terms are cut: nobody searches for them whole, and an index row has a limit. */
    private static final int LONGEST_TERM = 100;

    /** The column is a smallint. */
    private static final int MOST_REPETITIONS = 10_000;

    /** Beyond these a question is cut: its first words decide. */
    private static final int MOST_TERMS = 64;

    private final LexicalAnalyzer analyzer;

    Postings(LexicalAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    /** The distinct terms of a text as they are indexed. */
    List<String> terms(String text) {
        return analyzer.terms(text).stream().map(Postings::cut).distinct().toList();
    }

    /** The terms by which a question is answered. */
    List<String> question(String text) {
        return terms(text).stream().limit(MOST_TERMS).toList();
    }

    /** The terms of a document as they are indexed. */
    Terms count(String text) {
        List<String> terms = analyzer.terms(text);
        Map<String, Long> counts = terms.stream().collect(Collectors.groupingBy(Postings::cut, Collectors.counting()));
        String[] distinct = counts.keySet().toArray(String[]::new);
        short[] frequencies = new short[distinct.length];
        for (int i = 0; i < distinct.length; i++) {
            frequencies[i] = (short) Math.min(counts.getOrDefault(distinct[i], 0L), MOST_REPETITIONS);
        }
        return new Terms(distinct, frequencies, terms.size());
    }

    /** Indexes documents that are not in the index yet. */
    void add(JdbcClient sql, UUID tenant, String audience, Kind kind, List<Document> documents) {
        List<Posting> postings = new ArrayList<>();
        long length = 0;
        for (Document document : documents) {
            Terms terms = count(document.text());
            length += terms.length();
            for (int i = 0; i < terms.distinct().length; i++) {
                postings.add(
                        new Posting(document.memory(), terms.distinct()[i], terms.frequencies()[i], terms.length()));
            }
        }
        if (documents.isEmpty()) {
            return;
        }
        sql.sql("""
                INSERT INTO posting (tenant_id, audience, kind, term, memory_id, frequency, length)
                SELECT :tenant, :audience, :kind, p.term, p.memory::uuid, p.frequency::smallint, p.length::int
                FROM unnest(:terms::text[], :memories::text[], :frequencies::text[], :lengths::text[])
                     AS p(term, memory, frequency, length)
                """)
                .param("tenant", tenant)
                .param("audience", audience)
                .param("kind", Rows.lower(kind))
                .param("terms", Columns.of(postings, Posting::term))
                .param("memories", Columns.of(postings, Posting::memory))
                .param("frequencies", Columns.of(postings, Posting::frequency))
                .param("lengths", Columns.of(postings, Posting::length))
                .update();
        grow(sql, tenant, audience, kind, documents.size(), length);
    }

    /** Takes documents out of the index. */
    void remove(JdbcClient sql, UUID tenant, String audience, Kind kind, Collection<UUID> memories) {
        if (memories.isEmpty()) {
            return;
        }
        List<Long> lengths = sql.sql(
                        "WITH gone AS (DELETE FROM posting WHERE tenant_id = ? AND memory_id = ANY(?::uuid[])"
                                + " RETURNING memory_id, length) SELECT max(length) FROM gone GROUP BY memory_id")
                .param(tenant)
                .param(Columns.of(List.copyOf(memories), id -> id))
                .query((row, n) -> row.getLong(1))
                .list();
        long length = lengths.stream().mapToLong(Long::longValue).sum();
        grow(sql, tenant, audience, kind, -memories.size(), -length);
    }

    private static void grow(JdbcClient sql, UUID tenant, String audience, Kind kind, long documents, long length) {
        sql.sql("""
                INSERT INTO lexical_corpus AS c (tenant_id, audience, kind, documents, length)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, audience, kind)
                DO UPDATE SET documents = c.documents + excluded.documents, length = c.length + excluded.length
                """)
                .param(tenant)
                .param(audience)
                .param(Rows.lower(kind))
                .param(documents)
                .param(length)
                .update();
    }

    private static String cut(String term) {
        return term.length() <= LONGEST_TERM
                ? term
                : term.substring(
                        0, term.offsetByCodePoints(0, Math.min(LONGEST_TERM, term.codePointCount(0, term.length()))));
    }

    /** Turns and facts are separate corpora: their lengths and words differ too much for one statistic. */
    enum Kind {
        TURN,
        FACT
    }

    /** A text to index. */
    record Document(UUID memory, String text) {}

    private record Posting(UUID memory, String term, long frequency, int length) {}
}
