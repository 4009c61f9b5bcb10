package io.everknown.inference.languagemodel;

import io.everknown.inference.languagemodel.ModelAnswer.Claim;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.Extraction.Skipped;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.extraction.SlotCatalogue.Slot;
import io.everknown.memory.lexical.LexicalAnalyzer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds a model's claims to the turn: what does not rest on its words is no fact. */
final class AnswerCheck {

    private static final int MAX_TEXT = 500;
    private static final int MAX_NAME = 100;
    private static final int MAX_MENTIONS = 12;

    private static final Pattern RELATION = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Pattern FREE_SLOT = Pattern.compile("[a-z][a-z0-9_]{0,39}(?:/[\\p{L}\\p{N} ._-]{1,40})?");
    private static final Set<String> SELF = Set.of("i", "me", "myself", "user", "the user", "speaker", "the speaker");

    private final SlotCatalogue slots;
    private final boolean freeSlots;
    private final LexicalAnalyzer analyzer;

    AnswerCheck(SlotCatalogue slots, boolean freeSlots, LexicalAnalyzer analyzer) {
        this.slots = slots;
        this.freeSlots = freeSlots;
        this.analyzer = analyzer;
    }

    /** The claims that hold, and for each sentence without one why. */
    Extraction check(
            ModelAnswer answer, Question question, Turn turn, List<Turn> before, String extractor, ModelUsage usage) {
        Grounds grounds = Grounds.of(question, turn, before, analyzer);
        List<ExtractedFact> facts = new ArrayList<>();
        Set<Integer> read = new TreeSet<>();
        Map<Integer, String> refused = new LinkedHashMap<>();
        Set<String> texts = new LinkedHashSet<>();
        for (Claim claim : answer.facts()) {
            String sentence = claim.sentence() >= 1
                            && claim.sentence() <= question.sentences().size()
                    ? question.sentences().get(claim.sentence() - 1)
                    : null;
            if (sentence == null) {
                continue;
            }
            String subject =
                    SELF.contains(claim.subject().toLowerCase(Locale.ROOT)) ? question.speaker() : claim.subject();
            String why = refusal(claim, sentence, subject, question, turn, grounds);
            if (why != null) {
                refused.put(claim.sentence(), why);
            } else if (texts.add(EntityMention.key(claim.text()))) {
                facts.add(fact(claim, sentence, subject, question, turn, grounds));
                read.add(claim.sentence());
            }
        }
        List<Skipped> skipped = new ArrayList<>();
        for (int i = 1; i <= question.sentences().size(); i++) {
            if (!read.contains(i)) {
                String sentence = question.sentences().get(i - 1);
                skipped.add(new Skipped(sentence, reason(sentence, refused.get(i))));
            }
        }
        return new Extraction(facts, skipped, extractor, usage);
    }

    private static String reason(String sentence, @Nullable String refusal) {
        if (refusal != null) {
            return "the language model's reading was refused: " + refusal;
        }
        return sentence.endsWith("?") || sentence.endsWith("？") || sentence.endsWith("؟")
                ? "a question"
                : "the language model found no fact about anyone";
    }

    private @Nullable String refusal(
            Claim claim, String sentence, String subject, Question question, Turn turn, Grounds grounds) {
        if (claim.quote().isEmpty() || !Grounds.plain(sentence).contains(Grounds.plain(claim.quote()))) {
            return "its quote does not stand in the sentence";
        }
        if (claim.text().isBlank()
                || claim.text().length() > MAX_TEXT
                || claim.value().length() > MAX_TEXT) {
            return "it is empty or too long";
        }
        if (intent(claim) == null) {
            return "it neither states, ends nor takes back";
        }
        if (subject.isBlank() || subject.length() > MAX_NAME || !grounds.holds(subject)) {
            return "the turn does not name whom it is about";
        }
        if (question.assistant() && EntityMention.key(subject).equals(EntityMention.key(question.speaker()))) {
            return "the assistant speaks of itself";
        }
        if (!grounds.supports(claim.text(), since(claim, sentence, turn).orElse(null))) {
            return "it says more than the turn";
        }
        if (!claim.value().isEmpty() && !grounds.holds(claim.value())) {
            return "its value is not in the turn";
        }
        return null;
    }

    private ExtractedFact fact(
            Claim claim, String sentence, String subject, Question question, Turn turn, Grounds grounds) {
        Optional<Slot> known = slots.slots().stream()
                .filter(slot -> named(slot.name(), claim.slot()))
                .findFirst();
        boolean free = freeSlots && FREE_SLOT.matcher(claim.slot()).matches();
        boolean slotted = (known.isPresent() || free) && !claim.value().isEmpty();
        List<EntityMention> entities = entities(claim, subject, question, grounds);
        List<RelationMention> relations = relations(claim, entities);
        if (slotted) {
            known.ifPresent(slot -> relate(slot, subject, claim.value(), entities, relations));
        }
        return new ExtractedFact(
                claim.text(),
                sentence,
                subject,
                slotted ? claim.slot() : null,
                slotted ? claim.value() : null,
                java.util.Objects.requireNonNull(intent(claim)),
                entities,
                relations,
                since(claim, sentence, turn).orElse(null),
                question.assistant() ? 0.5 : slotted ? 0.9 : 0.75);
    }

    /** Whether a name fills a slot's template: {@code favourite/tea} that of {@code favourite/{qualifier}}. */
    private static boolean named(String template, String name) {
        int open = template.indexOf('{');
        if (open < 0) {
            return template.equals(name);
        }
        StringBuilder pattern = new StringBuilder();
        for (String part : template.split("(?=\\{)|(?<=\\})")) {
            pattern.append(part.startsWith("{") ? "[\\p{L}\\p{N} ._-]{1,40}" : Pattern.quote(part));
        }
        return Pattern.matches(pattern.toString(), name);
    }

    private static List<EntityMention> entities(Claim claim, String subject, Question question, Grounds grounds) {
        Map<String, EntityMention> entities = new LinkedHashMap<>();
        EntityType type = claim.entities().stream()
                .filter(entity -> EntityMention.key(entity.name()).equals(EntityMention.key(subject)))
                .findFirst()
                .flatMap(entity -> type(entity.type()))
                .orElse(
                        EntityMention.key(subject).equals(EntityMention.key(question.speaker()))
                                ? EntityType.PERSON
                                : EntityType.THING);
        entities.put(EntityMention.key(subject), new EntityMention(subject, type));
        claim.entities().stream()
                .filter(entity -> !entity.name().isBlank()
                        && entity.name().length() <= MAX_NAME
                        && !SELF.contains(entity.name().toLowerCase(Locale.ROOT))
                        && grounds.holds(entity.name()))
                .limit(MAX_MENTIONS)
                .forEach(entity -> type(entity.type())
                        .ifPresent(known -> entities.putIfAbsent(
                                EntityMention.key(entity.name()), new EntityMention(entity.name(), known))));
        return new ArrayList<>(entities.values());
    }

    private static Optional<EntityType> type(String name) {
        for (EntityType type : EntityType.values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static List<RelationMention> relations(Claim claim, List<EntityMention> entities) {
        Map<String, String> names = new LinkedHashMap<>();
        entities.forEach(entity -> names.put(entity.key(), entity.name()));
        List<RelationMention> relations = new ArrayList<>();
        claim.relations().stream().limit(MAX_MENTIONS).forEach(relation -> {
            String from = names.get(EntityMention.key(relation.subject()));
            String to = names.get(EntityMention.key(relation.object()));
            if (from != null
                    && to != null
                    && !from.equals(to)
                    && RELATION.matcher(relation.type()).matches()) {
                relations.add(new RelationMention(from, relation.type(), to));
            }
        });
        return relations;
    }

    /** The relation that a known slot always states, whether the model said it or not. */
    private static void relate(
            Slot slot, String subject, String value, List<EntityMention> entities, List<RelationMention> relations) {
        if (slot.valueType() == null || value.length() > MAX_NAME) {
            return;
        }
        EntityMention object = new EntityMention(value, slot.valueType());
        entities.removeIf(
                entity -> entity.key().equals(object.key()) && !entity.type().equals(object.type()));
        if (!entities.contains(object)) {
            entities.add(object);
        }
        if (slot.relation() != null) {
            RelationMention relation = new RelationMention(subject, slot.relation(), object.name());
            relations.removeIf(
                    other -> other.subject().equals(subject) && other.object().equals(object.name()));
            relations.add(relation);
        }
    }

    private static @Nullable Intent intent(Claim claim) {
        return switch (claim.intent()) {
            case "assert" -> Intent.ASSERT;
            case "end" -> Intent.END;
            case "retract" -> Intent.RETRACT;
            default -> null;
        };
    }

    /** Since when, if words of the sentence say so and the date is a possible one. */
    private static Optional<Instant> since(Claim claim, String sentence, Turn turn) {
        if (claim.when().isEmpty() || !Grounds.plain(sentence).contains(Grounds.plain(claim.when()))) {
            return Optional.empty();
        }
        return Dates.read(claim.validFrom(), turn.occurredAt());
    }
}
