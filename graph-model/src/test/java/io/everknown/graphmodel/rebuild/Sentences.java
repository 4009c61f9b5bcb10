package io.everknown.graphmodel.rebuild;

import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.identity.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Says and reads the few sentences of these tests. */
final class Sentences implements FactExtractor {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    static final List<String> NAMES = List.of("Anna", "Anna Berg", "Anna Lund", "Jo");
    static final List<String> ROLES = List.of("sister", "father", "boss");
    static final List<String> CITIES = List.of("Rome", "Oslo", "Bonn");

    /** A turn of a few of them. */
    static NewTurn turn(Random random) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String city = CITIES.get(random.nextInt(CITIES.size()));
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String role = ROLES.get(random.nextInt(ROLES.size()));
            sentences.add(
                    switch (random.nextInt(8)) {
                        case 4 -> "My " + role + " " + name + " does like " + city + ".";
                        case 5 -> "My " + role + " does like " + city + ".";
                        case 6 -> name + " does like " + city + ".";
                        case 7 -> "Everybody calls me " + name + " and they like " + city + ".";
                        case 0 -> "I left " + city + ".";
                        case 1 -> "I like " + city + " number " + random.nextInt(4) + ".";
                        default -> "I live in " + city + ".";
                    });
        }
        return new NewTurn(
                "user",
                String.join(" ", sentences),
                random.nextBoolean() ? "Ada King" : "Bob",
                START.plus(Duration.ofDays(random.nextInt(50))),
                null,
                null,
                TrustLevel.values()[random.nextInt(4)],
                UUID.randomUUID().toString());
    }

    @Override
    public Extraction extract(Turn turn, List<Turn> before) {
        List<ExtractedFact> facts = Arrays.stream(turn.content().split("(?<=\\.) "))
                .map(sentence -> fact(turn.subject(), sentence))
                .toList();
        return new Extraction(facts, List.of(), "sentences");
    }

    private static ExtractedFact fact(String speaker, String sentence) {
        boolean slot = !sentence.contains("like");
        String city = CITIES.stream().filter(sentence::contains).findFirst().orElseThrow();
        List<EntityMention> named = new ArrayList<>(
                List.of(new EntityMention(speaker, EntityType.PERSON), new EntityMention(city, EntityType.PLACE)));
        ROLES.stream()
                .filter(role -> sentence.startsWith("My " + role))
                .forEach(role -> named.add(new EntityMention(speaker + "'s " + role, EntityType.PERSON)));
        NAMES.stream()
                .filter(name -> sentence.contains(name + " does") || sentence.contains(name + " and"))
                .forEach(name -> named.add(new EntityMention(name, EntityType.PERSON)));
        return new ExtractedFact(
                speaker + sentence.substring(1),
                sentence,
                speaker,
                slot ? "lives_in" : null,
                slot ? city : null,
                sentence.contains("left") ? Intent.END : Intent.ASSERT,
                named,
                List.of(new RelationMention(speaker, slot ? "lives_in" : "likes", city)),
                null,
                0.9);
    }
}
