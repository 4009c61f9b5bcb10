package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.DecisionRecord.NeighbourRef;
import io.everknown.memory.decision.Saying;
import io.everknown.memory.decision.Source;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.time.Known;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;

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

    List<Saying> sayings(@Nullable String json) {
        List<Saying> sayings = new ArrayList<>();
        for (JsonNode node : read(json)) {
            String turn = textOrNull(node.get("turn"));
            sayings.add(new Saying(
                    UUID.fromString(node.get("id").asString()),
                    instant(node.get("from")),
                    instant(node.get("at")),
                    TrustLevel.ofRank(node.get("trust").asInt()),
                    node.get("voice").asString(),
                    textOrNull(node.get("conversation")),
                    turn == null ? null : UUID.fromString(turn),
                    node.get("ends").asBoolean()));
        }
        return sayings;
    }

    String write(List<Saying> sayings) {
        ArrayNode array = mapper.createArrayNode();
        for (Saying saying : sayings) {
            array.addObject()
                    .put("id", saying.id().toString())
                    .put("from", saying.from().toString())
                    .put("at", saying.at().toString())
                    .put("trust", saying.trust().rank())
                    .put("voice", saying.voice())
                    .put("conversation", saying.conversation())
                    .put("turn", saying.turn() == null ? null : saying.turn().toString())
                    .put("ends", saying.ends());
        }
        return array.toString();
    }

    /** What was held to be true of a fact's time before, oldest first; states that do not differ in that are one. */
    List<Known> past(@Nullable String json) {
        List<Known> past = new ArrayList<>();
        for (JsonNode node : read(json)) {
            String to = textOrNull(node.get("valid_to"));
            String retracted = textOrNull(node.get("retracted_at"));
            Known next = new Known(
                    instant(node.get("known_to")),
                    new Validity(instant(node.get("valid_from")), to == null ? null : instant(node.get("valid_to"))),
                    retracted == null ? null : instant(node.get("retracted_at")));
            Known last = past.isEmpty() ? null : past.getLast();
            if (last != null
                    && last.validity().equals(next.validity())
                    && Objects.equals(last.retractedAt(), next.retractedAt())) {
                past.removeLast();
            }
            past.add(next);
        }
        return past;
    }

    private static Instant instant(JsonNode node) {
        return OffsetDateTime.parse(node.asString()).toInstant();
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
