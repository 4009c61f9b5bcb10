package io.everknown.inference.comparison;

import io.everknown.inference.language.OpenNlpTagger;
import io.everknown.inference.language.YamlInstructionLexicon;
import io.everknown.inference.language.YamlSlotCatalogue;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.ObjectMapper;

/**
 * Writes what the extractor makes of sentences, for training: from a file with a JSON string a line to one with lines of
 * {@code [sentence, [fact, ...]]}. Called with both files.
 */
final class FactTexts {

    private FactTexts() {}

    public static void main(String[] files) throws IOException {
        LightFactExtractor extractor = new LightFactExtractor(
                OpenNlpTagger.english(), YamlSlotCatalogue.builtIn(), YamlInstructionLexicon.builtIn());
        ObjectMapper json = new ObjectMapper();
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(files[1])))) {
            for (String line : Files.readAllLines(Path.of(files[0]))) {
                String sentence = json.readValue(line, String.class);
                List<String> facts = extractor.extract(turn(sentence), List.of()).facts().stream()
                        .map(ExtractedFact::text)
                        .toList();
                out.println(json.writeValueAsString(List.of(sentence, facts)));
            }
        }
    }

    private static Turn turn(String sentence) {
        Instant now = Instant.now();
        return new Turn(
                Ids.next(),
                "training",
                1,
                "user",
                "Olga",
                sentence,
                now,
                now,
                null,
                null,
                TrustLevel.USER,
                Visibility.PRIVATE,
                true,
                false);
    }
}
