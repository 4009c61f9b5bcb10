package io.everknown.graphmodel.neo4j;

import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.graph.EntityView;
import java.util.List;
import java.util.UUID;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.neo4j.core.schema.Id;
import org.springframework.data.neo4j.core.schema.Node;

/**
 * How an entity is read; what is written goes through {@link ProjectionWriter} alone.
 *
 * @param id its id, unique within its tenant
 * @param key the form under which it is found
 * @param name as it was first written
 * @param type what it is
 * @param aliases other keys that lead to it, counted by the query
 * @param facts how many facts name it, counted by the query
 */
@Node("Entity")
record EntityRecord(
        @Id String id,
        String key,
        String name,
        EntityType type,
        @ReadOnlyProperty List<String> aliases,
        @ReadOnlyProperty long facts) {

    EntityView view() {
        return new EntityView(UUID.fromString(id), key, name, type, aliases, facts);
    }
}
