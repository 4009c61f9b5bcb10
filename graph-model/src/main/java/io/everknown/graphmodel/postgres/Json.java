package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.DecisionRecord.NeighbourRef;
import io.everknown.memory.decision.Source;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.RelationMention;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The lists that stand in jsonb columns or come from aggregates. */
final class Json {

    private final ObjectMapper mapper;

    Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    List<EntityMention> mentions(@Nullable String json) {
        List<EntityMention> mentions = new ArrayList<>();
        for (JsonNode node : read(json)) {
            mentions.add(new EntityMention(
                    node.get("name").asString(),
                    EntityType.valueOf(node.get("type").asString().toUpperCase(Locale.ROOT))));
        }
        return mentions;
    }

    List<RelationMention> relations(@Nullable String json) {
        List<RelationMention> relations = new ArrayList<>();
        for (JsonNode node : read(json)) {
            relations.add(new RelationMention(
                    node.get("subject").asString(),
                    node.get("type").asString(),
                    node.get("object").asString()));
        }
        return relations;
    }

    List<Source> sources(@Nullable String json) {
        List<Source> sources = new ArrayList<>();
        for (JsonNode node : read(json)) {
            sources.add(new Source(
                    UUID.fromString(node.get("turn").asString()),
                    node.get("sentence").asString(),
                    node.get("conversation").asString(),
                    textOrNull(node.get("source_ref")),
                    textOrNull(node.get("speaker")),
                    OffsetDateTime.parse(node.get("occurred_at").asString()).toInstant()));
        }
        return sources;
    }

    List<NeighbourRef> neighbours(@Nullable String json) {
        List<NeighbourRef> neighbours = new ArrayList<>();
        for (JsonNode node : read(json)) {
            neighbours.add(new NeighbourRef(
                    UUID.fromString(node.get("id").asString()),
                    node.get("similarity").asDouble()));
        }
        return neighbours;
    }

    String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    private JsonNode read(@Nullable String json) {
        return mapper.readTree(json == null ? "[]" : json);
    }

    private static @Nullable String textOrNull(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.asString();
    }
}
