package io.everknown.memory.graph;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.time.Known;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state that a part of the graph is to have.
 *
 * @param entities entities that the facts and turns below name
 * @param turns turns as they are to stand
 * @param facts facts as they are to stand
 * @param gone ids of facts and turns that must no longer be there, with what only they held
 */
public record GraphProjection(List<EntityNode> entities, List<TurnNode> turns, List<FactNode> facts, List<UUID> gone) {

    public GraphProjection {
        entities = List.copyOf(entities);
        turns = List.copyOf(turns);
        facts = List.copyOf(facts);
        gone = List.copyOf(gone);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return turns.isEmpty() && facts.isEmpty() && gone.isEmpty() && entities.isEmpty();
    }

    /** An entity; {@code names} are the keys under which a question finds it, its own key among them. */
    public record EntityNode(UUID id, String audience, String key, String name, EntityType type, List<String> names) {
        public EntityNode {
            names = List.copyOf(names);
        }
    }

    /** A turn; {@code entities} are the ids of those it names. */
    public record TurnNode(
            UUID id,
            String audience,
            String conversation,
            long position,
            Instant occurredAt,
            Instant recordedAt,
            List<UUID> entities) {
        public TurnNode {
            entities = List.copyOf(entities);
        }
    }

    /** A fact with its links; {@code derivedFrom} is what it rests on, {@code past} is what was held to be true of its time before, oldest first. */
    public record FactNode(
            UUID id,
            String audience,
            MemoryType type,
            String text,
            @Nullable String slot,
            @Nullable String value,
            Validity validity,
            Instant recordedAt,
            @Nullable Instant retractedAt,
            @Nullable UUID supersededBy,
            List<UUID> contradicts,
            List<UUID> entities,
            List<RelationEdge> relations,
            List<UUID> turns,
            List<UUID> derivedFrom,
            List<Known> past) {

        /** A fact whose time was never known otherwise. */
        public FactNode(
                UUID id,
                String audience,
                MemoryType type,
                String text,
                @Nullable String slot,
                @Nullable String value,
                Validity validity,
                Instant recordedAt,
                @Nullable Instant retractedAt,
                @Nullable UUID supersededBy,
                List<UUID> contradicts,
                List<UUID> entities,
                List<RelationEdge> relations,
                List<UUID> turns) {
            this(
                    id,
                    audience,
                    type,
                    text,
                    slot,
                    value,
                    validity,
                    recordedAt,
                    retractedAt,
                    supersededBy,
                    contradicts,
                    entities,
                    relations,
                    turns,
                    List.of(),
                    List.of());
        }

        /** The same fact, naming other entities. */
        public FactNode naming(List<UUID> others, List<RelationEdge> otherRelations) {
            return new FactNode(
                    id,
                    audience,
                    type,
                    text,
                    slot,
                    value,
                    validity,
                    recordedAt,
                    retractedAt,
                    supersededBy,
                    contradicts,
                    others,
                    otherRelations,
                    turns,
                    derivedFrom,
                    past);
        }

        public FactNode {
            past = List.copyOf(past);
            derivedFrom = List.copyOf(derivedFrom);
            contradicts = List.copyOf(contradicts);
            entities = List.copyOf(entities);
            relations = List.copyOf(relations);
            turns = List.copyOf(turns);
        }
    }

    /** A relation that a fact states, between two entities. */
    public record RelationEdge(UUID subject, String type, UUID object) {}
}
