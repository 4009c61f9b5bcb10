package io.everknown.memory.decision;

import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One version of one statement that the service keeps. Versions are closed and linked, never overwritten.
 *
 * @param id its id
 * @param type fact, summary or insight
 * @param text the statement
 * @param subject whom it is about
 * @param slot the attribute it sets, or null
 * @param value the attribute's value, or null
 * @param entities what it names
 * @param relations how these hang together
 * @param validity when it is true in the world
 * @param recordedAt when the service learned it
 * @param retractedAt when it was taken back, or null
 * @param supersededBy the version that closed it, or null
 * @param contradicts facts it disagrees with and that are kept beside it
 * @param visibility how far it is shown
 * @param trust how much its best source is believed
 * @param confidence in (0, 1]
 * @param importance in [0, 1]
 * @param support how often it was said
 * @param lastRefreshedAt when it was last said, confirmed or used
 * @param expiresAt when it is to be dropped, or null
 * @param sourceRef the caller's id of where it comes from, for what was handed in as a fact; else null
 * @param sources where it was said, oldest first; empty for what was handed in as a fact
 * @param sayings when its slot's value was said and when it was said to end; empty where it sets no slot
 */
public record Fact(
        UUID id,
        MemoryType type,
        String text,
        String subject,
        @Nullable String slot,
        @Nullable String value,
        List<EntityMention> entities,
        List<RelationMention> relations,
        Validity validity,
        Instant recordedAt,
        @Nullable Instant retractedAt,
        @Nullable UUID supersededBy,
        List<UUID> contradicts,
        Visibility visibility,
        TrustLevel trust,
        double confidence,
        double importance,
        int support,
        Instant lastRefreshedAt,
        @Nullable Instant expiresAt,
        @Nullable String sourceRef,
        List<Source> sources,
        List<Saying> sayings) {

    public Fact {
        entities = List.copyOf(entities);
        relations = List.copyOf(relations);
        contradicts = List.copyOf(contradicts);
        sources = List.copyOf(sources);
        sayings = List.copyOf(sayings);
    }

    /** A fact whose slot, if it sets one, was said once. */
    public Fact(
            UUID id,
            MemoryType type,
            String text,
            String subject,
            @Nullable String slot,
            @Nullable String value,
            List<EntityMention> entities,
            List<RelationMention> relations,
            Validity validity,
            Instant recordedAt,
            @Nullable Instant retractedAt,
            @Nullable UUID supersededBy,
            List<UUID> contradicts,
            Visibility visibility,
            TrustLevel trust,
            double confidence,
            double importance,
            int support,
            Instant lastRefreshedAt,
            @Nullable Instant expiresAt,
            @Nullable String sourceRef,
            List<Source> sources) {
        this(
                id,
                type,
                text,
                subject,
                slot,
                value,
                entities,
                relations,
                validity,
                recordedAt,
                retractedAt,
                supersededBy,
                contradicts,
                visibility,
                trust,
                confidence,
                importance,
                support,
                lastRefreshedAt,
                expiresAt,
                sourceRef,
                sources,
                slot == null ? List.of() : List.of(saidOnce(id, validity, trust, sourceRef, sources)));
    }

    private static Saying saidOnce(
            UUID id, Validity validity, TrustLevel trust, @Nullable String sourceRef, List<Source> sources) {
        Source first = sources.isEmpty() ? null : sources.getFirst();
        String voice = first == null ? sourceRef : first.speaker();
        return new Saying(
                id,
                validity.from(),
                first == null ? validity.from() : first.occurredAt(),
                trust,
                voice == null ? "" : voice,
                first == null ? null : first.conversation(),
                first == null ? null : first.turn(),
                false);
    }

    /** Whether it holds as far as is known today: neither closed nor taken back. */
    public boolean open() {
        return validity.to() == null && retractedAt == null;
    }

    /** This version, closed at {@code end} by {@code successor}. */
    public Fact supersededBy(UUID successor, Instant end) {
        return with(validity.until(end), retractedAt, successor, contradicts);
    }

    /** This version, ended in the world at {@code end} with nothing in its place. */
    public Fact endedAt(Instant end) {
        return with(validity.until(end), retractedAt, supersededBy, contradicts);
    }

    /** This version, taken back: it never counted. */
    public Fact retractedAt(Instant moment) {
        return with(validity, moment, supersededBy, contradicts);
    }

    /** This version, linked to one that says otherwise. */
    public Fact contradicting(UUID other) {
        return contradicts.contains(other)
                ? this
                : with(
                        validity,
                        retractedAt,
                        supersededBy,
                        Stream.concat(contradicts.stream(), Stream.of(other)).toList());
    }

    /** This version, said once more by {@code source} (null when it was handed in without one). */
    public Fact confirmed(@Nullable Source source, TrustLevel by, Instant moment) {
        List<Source> all = source == null ? sources : Source.with(sources, source);
        return new Fact(
                id,
                type,
                text,
                subject,
                slot,
                value,
                entities,
                relations,
                moment.isBefore(validity.from()) && validity.to() == null
                        ? new Validity(moment, validity.to())
                        : validity,
                recordedAt,
                retractedAt,
                supersededBy,
                contradicts,
                visibility,
                by.outranksOrEquals(trust) ? by : trust,
                confidence,
                importance,
                support + 1,
                moment.isAfter(lastRefreshedAt) ? moment : lastRefreshedAt,
                expiresAt,
                sourceRef,
                all,
                sayings);
    }

    /** The same version, found useful at a moment. That is no evidence: only {@code lastRefreshedAt} changes. */
    public Fact refreshed(Instant moment) {
        return placed(
                id,
                recordedAt,
                validity,
                supersededBy,
                trust,
                support,
                moment.isAfter(lastRefreshedAt) ? moment : lastRefreshedAt,
                sources,
                sayings);
    }

    private Fact with(
            Validity newValidity, @Nullable Instant retracted, @Nullable UUID successor, List<UUID> contradictions) {
        return new Fact(
                id,
                type,
                text,
                subject,
                slot,
                value,
                entities,
                relations,
                newValidity,
                recordedAt,
                retracted,
                successor,
                contradictions,
                visibility,
                trust,
                confidence,
                importance,
                support,
                lastRefreshedAt,
                expiresAt,
                sourceRef,
                sources,
                sayings);
    }

    /** A version of the same statement as its place in the history of its slot makes it, or a part split off from it. */
    Fact placed(
            UUID newId,
            Instant recorded,
            Validity newValidity,
            @Nullable UUID successor,
            TrustLevel newTrust,
            int newSupport,
            Instant refreshed,
            List<Source> newSources,
            List<Saying> newSayings) {
        return new Fact(
                newId,
                type,
                text,
                subject,
                slot,
                value,
                entities,
                relations,
                newValidity,
                recorded,
                retractedAt,
                successor,
                contradicts,
                visibility,
                newTrust,
                confidence,
                importance,
                newSupport,
                refreshed,
                expiresAt,
                sourceRef,
                newSources,
                newSayings);
    }

    /** This version with one more thing said of its slot. */
    Fact saying(Saying more) {
        return placed(
                id,
                recordedAt,
                validity,
                supersededBy,
                trust,
                support,
                lastRefreshedAt,
                sources,
                Stream.concat(sayings.stream(), Stream.of(more)).toList());
    }

    /** This version with exactly these contradictions. */
    Fact withContradictions(List<UUID> others) {
        return with(validity, retractedAt, supersededBy, others);
    }

    /** This version with all that speaks for one that says the same: its sources, its support, since when and until when it was said. */
    public Fact absorbing(Fact same) {
        return standing(
                earlier(validity.from(), same.validity.from()),
                lastRefreshedAt.isAfter(same.lastRefreshedAt) ? lastRefreshedAt : same.lastRefreshedAt,
                support + same.support,
                Stream.concat(sources.stream(), same.sources.stream())
                        .sorted(Comparator.comparing(Source::occurredAt).thenComparing(Source::turn))
                        .toList());
    }

    /** This version, no more a fact of its own: {@code survivor} says it from {@code moment} on. */
    public Fact mergedInto(UUID survivor, Instant moment) {
        return with(validity, moment, survivor, contradicts);
    }

    /** A merged version as a fact of its own again. */
    public Fact apart() {
        return with(validity, null, null, contradicts);
    }

    /** This version with other support. */
    public Fact standing(Instant from, Instant refreshed, int newSupport, List<Source> newSources) {
        return placed(
                id,
                recordedAt,
                new Validity(from, validity.to()),
                supersededBy,
                trust,
                newSupport,
                refreshed,
                newSources,
                sayings);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
