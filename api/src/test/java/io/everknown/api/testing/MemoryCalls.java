package io.everknown.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The memory routes, called for one user of a tenant by an application that may act for it.
 *
 * @param api calls as the application
 * @param user the user it speaks for
 */
public record MemoryCalls(ApiClient api, String user) {

    public static final String PROCESS = "/v1/memory/process-turn";
    public static final String REMEMBER = "/v1/memory/remember";
    public static final String RECALL = "/v1/memory/recall";

    /** A user that nobody spoke for yet. */
    public MemoryCalls ofNewUser() {
        return of("user-" + UUID.randomUUID());
    }

    /** The same application for another user. */
    public MemoryCalls of(String other) {
        return new MemoryCalls(api, other);
    }

    /** The same user with a further header. */
    public MemoryCalls with(String header, String value) {
        return new MemoryCalls(api.with(header, value), user);
    }

    /** A message of the user, Dana, said now. */
    public static Map<String, Object> turn(String content) {
        return map("role", "user", "speaker", "Dana", "content", content);
    }

    /** A message of the user, Dana, said then. */
    public static Map<String, Object> turn(String content, Instant then) {
        return and(turn(content), "occurred_at", then.toString());
    }

    /** A map of names and values, which may be null. */
    public static Map<String, Object> map(Object... namesAndValues) {
        return and(Map.of(), namesAndValues);
    }

    /** The same map with more in it. */
    public static Map<String, Object> and(Map<String, ?> map, Object... namesAndValues) {
        Map<String, Object> more = new LinkedHashMap<>(map);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            more.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return more;
    }

    /** Says sentences, one turn each, and expects them to be taken in. */
    public Taken say(String conversation, String... contents) {
        return say(conversation, Arrays.stream(contents).map(MemoryCalls::turn).toList());
    }

    /** Says something at a moment of the past. */
    public Taken say(String conversation, Instant then, String content) {
        return say(conversation, List.of(turn(content, then)));
    }

    /** Sends turns and expects them to be taken in. */
    public Taken say(String conversation, List<Map<String, Object>> turns) {
        return new Taken(ok(process(conversation, turns)));
    }

    /** Sends turns. */
    public ApiClient.Answer process(String conversation, List<Map<String, Object>> turns, Object... more) {
        return api.post(PROCESS, and(map("conversation_id", conversation, "turns", turns, "user_id", user), more));
    }

    /** Hands in one fact and gives the decision on it. */
    public JsonNode remember(String text, Object... more) {
        return ok(api.post(
                        REMEMBER, map("items", List.of(and(map("type", "fact", "text", text), more)), "user_id", user)))
                .body()
                .path("decisions")
                .path(0);
    }

    /** Asks, and expects an answer. */
    public ApiClient.Answer recall(String query, Object... more) {
        return ok(api.post(RECALL, and(map("query", query, "user_id", user), more)));
    }

    /** Asks until every channel answered in time: on a busy machine one may be late at first. */
    public ApiClient.Answer recallWhole(String query, Object... more) {
        return await().atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .until(
                        () -> recall(query, more),
                        answer -> answer.body().path("degraded").isEmpty());
    }

    /** The texts that all channels together recall. */
    public List<String> recalled(String query, Object... more) {
        return texts(recallWhole(query, more));
    }

    public ApiClient.Answer inspect(String id) {
        return api.get("/v1/memory/" + id + "?user_id=" + user);
    }

    public ApiClient.Answer patch(String id, Map<String, ?> change) {
        return api.patch("/v1/memory/" + id + "?user_id=" + user, change);
    }

    public ApiClient.Answer forget(String id) {
        return api.delete("/v1/memory/" + id + "?user_id=" + user);
    }

    /** Erases all of a user. */
    public ApiClient.Answer erase(String whom) {
        return api.delete("/v1/memory?user_id=" + ApiClient.encode(whom));
    }

    /** Lists memories; {@code parameters} as in an address, without the first ampersand. */
    public ApiClient.Answer list(String parameters) {
        return api.get("/v1/memory?user_id=" + user + "&" + parameters);
    }

    /** The facts as they hold now, or all versions. */
    public List<JsonNode> facts(boolean currentOnly) {
        return items(ok(list("types=fact&limit=200&current_only=" + currentOnly)));
    }

    /** The one value that a slot holds now. */
    public String value(String slot) {
        List<String> values = facts(true).stream()
                .filter(fact -> fact.path("slot").asString("").equals(slot))
                .map(fact -> fact.path("value").asString())
                .toList();
        assertThat(values).as("current values of " + slot).hasSize(1);
        return values.getFirst();
    }

    /** Lists decisions. */
    public ApiClient.Answer decisions(String parameters) {
        return api.get("/v1/memory/decisions?user_id=" + user + "&" + parameters);
    }

    /** Lists entities. */
    public List<JsonNode> entities() {
        return items(ok(api.get("/v1/entities?limit=200&user_id=" + user)));
    }

    public static ApiClient.Answer ok(ApiClient.Answer answer) {
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        return answer;
    }

    public static List<JsonNode> items(ApiClient.Answer answer) {
        return answer.body().path("items").valueStream().toList();
    }

    public static List<String> texts(ApiClient.Answer answer) {
        return items(answer).stream().map(item -> item.path("text").asString()).toList();
    }

    /** Turns that were taken in. */
    public record Taken(ApiClient.Answer answer) {

        public List<String> turnIds() {
            return answer.body()
                    .path("turns")
                    .valueStream()
                    .map(turn -> turn.path("turn_id").asString())
                    .toList();
        }

        /** All decisions, in order. */
        public List<JsonNode> decisions() {
            List<JsonNode> all = new ArrayList<>();
            answer.body().path("turns").forEach(turn -> turn.path("decisions").forEach(all::add));
            return all;
        }

        /** The operations of all decisions, in order. */
        public List<String> operations() {
            return decisions().stream()
                    .map(decision -> decision.path("operation").asString())
                    .toList();
        }

        /** The only decision. */
        public JsonNode decision() {
            assertThat(decisions()).as(answer.raw()).hasSize(1);
            return decisions().getFirst();
        }

        /** The id of the fact that the only decision is about. */
        public String factId() {
            return decision().path("fact").path("id").asString();
        }
    }
}
