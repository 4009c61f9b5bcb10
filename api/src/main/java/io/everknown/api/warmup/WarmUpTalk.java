package io.everknown.api.warmup;

import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.identity.TrustLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A conversation of two friends and what is asked about it, told anew each time with other names, so that what is kept
 * of one telling spares nothing in the next.
 *
 * @param turns lines {@code name: words}
 * @param questions what is asked
 */
record WarmUpTalk(List<String> turns, List<String> questions) {

    private static final String RESOURCE = "/everknown/warm-up.txt";
    private static final Duration BETWEEN_TURNS = Duration.ofMinutes(1);

    private static final Map<String, List<String>> NAMES = Map.of(
            "{a}", List.of("Nora", "Ines", "Greta", "Olga", "Ruth", "Wanda", "Freya"),
            "{b}", List.of("Mila", "Clara", "Judith", "Elsa", "Paula"),
            "{c}", List.of("Vera", "Anna", "Rosa", "Helen"),
            "{d}", List.of("Jonas", "Peter", "Emil", "Hugo", "Oscar", "Simon"),
            "{city}", List.of("Porto", "Ghent", "Bergen", "Graz"),
            "{city2}", List.of("Lyon", "Turin", "Bremen", "Cork", "Malaga"),
            "{pet}", List.of("Pixel", "Mango", "Luna"),
            "{pet2}", List.of("Bruno", "Rex", "Waldo", "Otto"),
            "{n}", List.of("142", "377", "519", "846", "908"));

    WarmUpTalk {
        turns = List.copyOf(turns);
        questions = List.copyOf(questions);
    }

    static WarmUpTalk load() {
        try (InputStream resource = WarmUpTalk.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("there is no " + RESOURCE + " on the class path");
            }
            List<String> lines = new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return new WarmUpTalk(
                    lines.stream().filter(line -> !line.startsWith("?")).toList(),
                    lines.stream()
                            .filter(line -> line.startsWith("?"))
                            .map(line -> line.substring(1).strip())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " can't be read", e);
        }
    }

    /** The conversation's {@code round}-th telling, over before {@code end}. */
    List<NewTurn> turns(int round, Instant end) {
        List<NewTurn> told = new ArrayList<>(turns.size());
        for (String line : turns) {
            String[] parts = named(line, round).split(": ", 2);
            Instant at = end.minus(BETWEEN_TURNS.multipliedBy(turns.size() - told.size()));
            told.add(new NewTurn("user", parts[1], parts[0], at, null, null, TrustLevel.USER, null));
        }
        return told;
    }

    /** The questions about the {@code round}-th telling. */
    List<String> questions(int round) {
        return questions.stream().map(question -> named(question, round)).toList();
    }

    private static String named(String line, int round) {
        String named = line;
        for (Map.Entry<String, List<String>> name : NAMES.entrySet()) {
            named = named.replace(
                    name.getKey(), name.getValue().get(round % name.getValue().size()));
        }
        return named;
    }
}
