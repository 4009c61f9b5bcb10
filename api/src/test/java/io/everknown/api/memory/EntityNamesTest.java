package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How often two are taken for one, and one for two, on {@code benchmarks/entity-names}; prints the figures. */
@ApiTest
class EntityNamesTest {

    private final JsonMapper json = JsonMapper.builder().build();

    @Autowired
    private ApiClient api;

    @Test
    void mergesAreRightMoreOftenThanNot() throws IOException {
        MemoryCalls application = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "nobody");
        Map<String, int[]> families = new TreeMap<>();
        List<String> errors = new ArrayList<>();
        for (String line : Files.readAllLines(pairs())) {
            JsonNode pair = json.readTree(line);
            boolean same = pair.path("same").asBoolean();
            boolean merged = merged(application.ofNewUser(), pair);
            for (String family : List.of(pair.path("family").asString(), "all")) {
                int[] counts = families.computeIfAbsent(family, name -> new int[4]);
                counts[same ? 0 : 1]++;
                counts[2] += same && !merged ? 1 : 0;
                counts[3] += !same && merged ? 1 : 0;
            }
            if (same != merged) {
                errors.add((merged ? "false " : "missed ") + line);
            }
        }
        StringBuilder report = new StringBuilder("| names | one | missed | two | false |\n|---|---|---|---|---|\n");
        families.forEach((family, counts) -> report.append(
                "| %s | %d | %d | %d | %d |%n".formatted(family, counts[0], counts[2], counts[1], counts[3])));
        report.append(String.join("\n", errors));
        Files.writeString(Path.of("target", "entity-names.txt"), report);
        int[] all = families.getOrDefault("all", new int[4]);
        assertThat(all[0] + all[1]).isGreaterThanOrEqualTo(150);
        assertThat(all[3]).as(report.toString()).isLessThanOrEqualTo(3);
        assertThat(all[2]).as(report.toString()).isLessThanOrEqualTo(all[0] / 6);
    }

    private static boolean merged(MemoryCalls olga, JsonNode pair) {
        List<Map<String, Object>> turns = pair.path("said")
                .valueStream()
                .map(said -> map("role", "user", "speaker", "Olga", "content", said.asString()))
                .toList();
        turns.forEach(turn -> olga.say("names", List.of(turn)));
        Map<String, Set<String>> clusters = new HashMap<>();
        items(ok(olga.api().get("/v1/entities/merges?limit=200&user_id=" + olga.user()))).stream()
                .filter(merge -> merge.path("state").asString().equals("merged"))
                .forEach(merge -> join(
                        clusters,
                        merge.at("/alias/name").asString(),
                        merge.at("/entity/name").asString()));
        String one = key(pair.path("one").asString());
        String other = key(pair.path("other").asString());
        return one.equals(other) || clusters.getOrDefault(one, Set.of()).contains(other);
    }

    private static void join(Map<String, Set<String>> clusters, String alias, String entity) {
        Set<String> all = new HashSet<>(Set.of(key(alias)));
        all.add(key(entity));
        all.addAll(clusters.getOrDefault(key(alias), Set.of()));
        all.addAll(clusters.getOrDefault(key(entity), Set.of()));
        all.forEach(name -> clusters.put(name, all));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Path pairs() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("benchmarks"))) {
            here = here.getParent();
        }
        return here.resolve("benchmarks/entity-names/pairs.jsonl");
    }
}
