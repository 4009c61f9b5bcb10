package io.everknown.inference.languagemodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model's answer, of the form it was asked for and otherwise unproven. Empty texts stand for nothing.
 *
 * @param facts what it claims to have read
 */
record ModelAnswer(List<Claim> facts) {

    /** The form as a JSON schema, in the words that all providers understand: no bounds, no unions, all required. */
    static final String SCHEMA = """
            {"type":"object","additionalProperties":false,"required":["facts"],"properties":{
             "facts":{"type":"array","items":{"type":"object","additionalProperties":false,
              "required":["sentence","quote","text","subject","slot","value","intent","when","valid_from",
                          "entities","relations"],
              "properties":{
               "sentence":{"type":"integer"},
               "quote":{"type":"string"},
               "text":{"type":"string"},
               "subject":{"type":"string"},
               "slot":{"type":"string"},
               "value":{"type":"string"},
               "intent":{"type":"string","enum":["assert","end","retract"]},
               "when":{"type":"string"},
               "valid_from":{"type":"string"},
               "entities":{"type":"array","items":{"type":"object","additionalProperties":false,
                "required":["name","type"],"properties":{"name":{"type":"string"},
                "type":{"type":"string","enum":["person","place","organisation","thing","date","amount"]}}}},
               "relations":{"type":"array","items":{"type":"object","additionalProperties":false,
                "required":["subject","type","object"],"properties":{"subject":{"type":"string"},
                "type":{"type":"string"},"object":{"type":"string"}}}}}}}}}
            """;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** The most facts that are looked at; nobody says more in one turn. */
    private static final int MAX_FACTS = 100;

    /**
     * One fact as claimed.
     *
     * @param sentence number of the sentence it rests on
     * @param quote words of that sentence
     * @param text the statement
     * @param subject whom it is about
     * @param slot the attribute it sets, or empty
     * @param value the attribute's value, or empty
     * @param intent assert, end or retract
     * @param when the words that say since when, or empty
     * @param validFrom what they mean as a date, or empty
     * @param entities what it names
     * @param relations what it says of how these hang together
     */
    record Claim(
            int sentence,
            String quote,
            String text,
            String subject,
            String slot,
            String value,
            String intent,
            String when,
            String validFrom,
            List<Named> entities,
            List<Relates> relations) {}

    record Named(String name, String type) {}

    record Relates(String subject, String type, String object) {}

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException when it is not of the form
     */
    static ModelAnswer read(String json) {
        try {
            JsonNode facts = JSON.readTree(json).path("facts");
            if (!facts.isArray() || facts.size() > MAX_FACTS) {
                throw new IllegalArgumentException("no list of facts, or too long a one");
            }
            List<Claim> claims = new ArrayList<>();
            facts.forEach(fact -> claims.add(claim(fact)));
            return new ModelAnswer(claims);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    private static Claim claim(JsonNode fact) {
        List<Named> entities = new ArrayList<>();
        list(fact, "entities").forEach(node -> entities.add(new Named(text(node, "name"), text(node, "type"))));
        List<Relates> relations = new ArrayList<>();
        list(fact, "relations")
                .forEach(node ->
                        relations.add(new Relates(text(node, "subject"), text(node, "type"), text(node, "object"))));
        if (!fact.path("sentence").isIntegralNumber()) {
            throw new IllegalArgumentException("a fact without the number of its sentence");
        }
        return new Claim(
                fact.path("sentence").asInt(),
                text(fact, "quote"),
                text(fact, "text"),
                text(fact, "subject"),
                text(fact, "slot"),
                text(fact, "value"),
                text(fact, "intent"),
                text(fact, "when"),
                text(fact, "valid_from"),
                entities,
                relations);
    }

    private static JsonNode list(JsonNode node, String name) {
        JsonNode list = node.path(name);
        if (!list.isArray()) {
            throw new IllegalArgumentException("no list of " + name);
        }
        return list;
    }

    /** The schema as maps and lists. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> schema() {
        return JSON.readValue(SCHEMA, Map.class);
    }

    private static String text(JsonNode node, String name) {
        JsonNode text = node.path(name);
        if (!text.isString()) {
            throw new IllegalArgumentException("no text in " + name);
        }
        return text.asString().strip();
    }
}
