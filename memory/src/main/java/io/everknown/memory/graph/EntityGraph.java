package io.everknown.memory.graph;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of the graph around one entity.
 *
 * @param entities the entity asked for first, then those reached
 * @param relations relations among them, closed ones included
 */
public record EntityGraph(List<EntityView> entities, List<RelationView> relations) {

    /**
     * A relation and the fact that states it.
     *
     * @param source id of the entity it starts from
     * @param type such as {@code lives_in}
     * @param target id of the entity it leads to
     * @param fact id of the fact
     * @param text the fact's text
     * @param current whether the fact holds
     */
    public record RelationView(
            UUID source,
            String type,
            UUID target,
            UUID fact,
            @Nullable String text,
            boolean current) {}
}
