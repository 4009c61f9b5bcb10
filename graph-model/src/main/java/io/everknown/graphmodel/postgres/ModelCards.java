package io.everknown.graphmodel.postgres;

import io.everknown.memory.model.ModelCard;
import io.everknown.memory.model.ModelCard.Score;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Cards of models as they stand in jsonb. */
final class ModelCards {

    private final ObjectMapper mapper;

    ModelCards(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    String write(ModelCard card) {
        ObjectNode json = mapper.createObjectNode()
                .put("data", card.data())
                .put("licence", card.licence())
                .put("seed", card.seed());
        ArrayNode scores = json.putArray("scores");
        card.scores()
                .forEach(score -> scores.addObject()
                        .put("set", score.set())
                        .put("metric", score.metric())
                        .put("value", score.value())
                        .put("of", score.of()));
        return json.toString();
    }

    ModelCard read(String text) {
        JsonNode json = mapper.readTree(text);
        List<Score> scores = new ArrayList<>();
        for (JsonNode score : json.path("scores")) {
            scores.add(new Score(
                    score.path("set").asString(),
                    score.path("metric").asString(),
                    score.path("value").asDouble(),
                    score.path("of").isString() ? score.path("of").asString() : null));
        }
        JsonNode seed = json.path("seed");
        return new ModelCard(
                json.path("data").asString(),
                json.path("licence").asString(),
                seed.isNumber() ? seed.asLong() : null,
                scores);
    }
}
