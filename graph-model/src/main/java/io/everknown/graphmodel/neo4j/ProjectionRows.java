package io.everknown.graphmodel.neo4j;

import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.graph.GraphProjection.FactNode;
import io.everknown.memory.graph.GraphProjection.RelationEdge;
import io.everknown.memory.graph.GraphProjection.TurnNode;
import io.everknown.memory.time.Known;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A projection as the rows that the statements of {@link ApplyCypher} unwind. */
final class ProjectionRows {

    /** Later than anything that is stored. */
    static final Instant FOREVER = Instant.parse("9999-12-31T00:00:00Z");

    private final UUID tenant;
    private final GraphProjection projection;

    ProjectionRows(UUID tenant, GraphProjection projection) {
        this.tenant = tenant;
        this.projection = projection;
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static List<String> texts(Collection<UUID> ids) {
        return ids.stream().distinct().map(UUID::toString).toList();
    }

    List<Map<String, Object>> entities() {
        return projection.entities().stream()
                .sorted(Comparator.comparing(EntityNode::id))
                .map(entity -> Map.of(
                        "id", entity.id().toString(),
                        "scope", Scopes.of(tenant, entity.audience()),
                        "names", entity.names(),
                        "properties", properties(entity)))
                .toList();
    }

    List<Map<String, Object>> names() {
        return projection.entities().stream()
                .flatMap(entity -> entity.names().stream()
                        .distinct()
                        .map(key -> Map.<String, Object>of(
                                "entity",
                                entity.id().toString(),
                                "scope",
                                Scopes.of(tenant, entity.audience()),
                                "key",
                                key)))
                .sorted(Comparator.comparing(row -> (String) row.get("key")))
                .toList();
    }

    List<Map<String, Object>> turns() {
        return projection.turns().stream()
                .map(turn -> Map.of(
                        "id", turn.id().toString(),
                        "at", turn.occurredAt().atOffset(ZoneOffset.UTC),
                        "entities", texts(turn.entities()),
                        "properties", properties(turn)))
                .toList();
    }

    List<Map<String, Object>> facts() {
        return projection.facts().stream()
                .map(fact -> Map.of(
                        "id", fact.id().toString(),
                        "at", since(fact),
                        "entities", texts(fact.entities()),
                        "turns", texts(fact.turns()),
                        "superseded_by", texts(successors(fact)),
                        "contradicts", texts(fact.contradicts()),
                        "derived_from", texts(fact.derivedFrom()),
                        "relations",
                                fact.relations().stream()
                                        .map(ProjectionRows::triple)
                                        .toList(),
                        "properties", properties(fact)))
                .toList();
    }

    List<Map<String, Object>> turnMentions() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (TurnNode turn : projection.turns()) {
            OffsetDateTime at = turn.occurredAt().atOffset(ZoneOffset.UTC);
            texts(turn.entities())
                    .forEach(id -> rows.add(Map.of("from", turn.id().toString(), "to", id, "at", at)));
        }
        return rows;
    }

    List<Map<String, Object>> factMentions() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (FactNode fact : projection.facts()) {
            OffsetDateTime at = since(fact);
            texts(fact.entities())
                    .forEach(id -> rows.add(Map.of("from", fact.id().toString(), "to", id, "at", at)));
        }
        return rows;
    }

    /** The earliest start it was ever held to have, so that a look into what was known then finds it too. */
    private static OffsetDateTime since(FactNode fact) {
        return Stream.concat(Stream.of(fact.validity()), fact.past().stream().map(Known::validity))
                .map(Validity::from)
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .atOffset(ZoneOffset.UTC);
    }

    List<Map<String, Object>> relations() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (FactNode fact : projection.facts()) {
            for (RelationEdge relation : new LinkedHashSet<>(fact.relations())) {
                rows.add(Map.of(
                        "from", relation.subject().toString(),
                        "to", relation.object().toString(),
                        "type", relation.type(),
                        "fact", fact.id().toString()));
            }
        }
        return rows;
    }

    List<Map<String, Object>> statedIn() {
        return links(FactNode::turns);
    }

    List<Map<String, Object>> supersededBy() {
        return links(ProjectionRows::successors);
    }

    List<Map<String, Object>> contradicts() {
        return links(FactNode::contradicts);
    }

    List<Map<String, Object>> derivedFrom() {
        return links(FactNode::derivedFrom);
    }

    /** Ids of all memories as they are to stand. */
    List<String> memories() {
        return Stream.concat(
                        projection.facts().stream().map(FactNode::id),
                        projection.turns().stream().map(TurnNode::id))
                .map(UUID::toString)
                .toList();
    }

    List<String> gone() {
        return texts(projection.gone());
    }

    /** Entities of the projection that none of its memories names; perhaps nothing else does either. */
    Set<String> unnamed() {
        Set<UUID> unnamed = new HashSet<>();
        projection.entities().forEach(entity -> unnamed.add(entity.id()));
        projection.turns().forEach(turn -> turn.entities().forEach(unnamed::remove));
        for (FactNode fact : projection.facts()) {
            fact.entities().forEach(unnamed::remove);
            for (RelationEdge relation : fact.relations()) {
                unnamed.remove(relation.subject());
                unnamed.remove(relation.object());
            }
        }
        return new HashSet<>(texts(unnamed));
    }

    private List<Map<String, Object>> links(Function<FactNode, List<UUID>> targets) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (FactNode fact : projection.facts()) {
            texts(targets.apply(fact))
                    .forEach(id -> rows.add(Map.of("from", fact.id().toString(), "to", id)));
        }
        return rows;
    }

    private Map<String, @Nullable Object> properties(EntityNode entity) {
        Map<String, @Nullable Object> properties = properties(entity.id(), entity.audience());
        properties.put("key", entity.key());
        properties.put("name", entity.name());
        properties.put("type", entity.type().name());
        return properties;
    }

    private Map<String, @Nullable Object> properties(TurnNode turn) {
        Map<String, @Nullable Object> properties = properties(turn.id(), turn.audience());
        properties.put("conversation", turn.conversation());
        properties.put("position", turn.position());
        properties.put("occurred_at", time(turn.occurredAt()));
        properties.put("recorded_at", time(turn.recordedAt()));
        return properties;
    }

    private Map<String, @Nullable Object> properties(FactNode fact) {
        Map<String, @Nullable Object> properties = properties(fact.id(), fact.audience());
        properties.put("type", fact.type().name());
        properties.put("text", fact.text());
        properties.put("slot", fact.slot());
        properties.put("value", fact.value());
        properties.put("valid_from", time(fact.validity().from()));
        properties.put("valid_to", time(fact.validity().to()));
        properties.put("recorded_at", time(fact.recordedAt()));
        properties.put("retracted_at", time(fact.retractedAt()));
        if (!fact.past().isEmpty()) {
            properties.put("past_until", times(fact, Known::until));
            properties.put("past_from", times(fact, past -> past.validity().from()));
            properties.put("past_to", times(fact, past -> past.validity().to()));
            properties.put("past_retracted", times(fact, Known::retractedAt));
        }
        // A node has no properties that are null, and is to be equal to what it is to have.
        properties.values().removeIf(Objects::isNull);
        return properties;
    }

    /** A list can't hold null; a moment that has not come stands as one later than all. */
    private static List<OffsetDateTime> times(FactNode fact, Function<Known, @Nullable Instant> moment) {
        return fact.past().stream()
                .map(past -> {
                    Instant at = moment.apply(past);
                    return (at == null ? FOREVER : at).atOffset(ZoneOffset.UTC);
                })
                .toList();
    }

    private Map<String, @Nullable Object> properties(UUID id, String audience) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put("id", id.toString());
        properties.put("tenant", tenant.toString());
        properties.put("audience", audience);
        properties.put("scope", Scopes.of(tenant, audience));
        return properties;
    }

    private static List<UUID> successors(FactNode fact) {
        UUID newer = fact.supersededBy();
        return newer == null ? List.of() : List.of(newer);
    }

    private static List<String> triple(RelationEdge relation) {
        return List.of(
                relation.subject().toString(),
                relation.type(),
                relation.object().toString());
    }
}
