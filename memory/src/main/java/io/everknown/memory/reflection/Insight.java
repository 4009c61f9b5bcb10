package io.everknown.memory.reflection;

import io.everknown.memory.decision.DerivedMemory;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.EntityMention;
import java.util.List;
import java.util.UUID;

/**
 * What several facts say together and none of them says alone.
 *
 * @param topic what it is about, by which the next one about it is found: the same for the same slot, name or theme
 * @param question what it answers
 * @param text the answer, made of what is stored and nothing else
 * @param subject whom it is about
 * @param entities what it names
 * @param origins the facts it rests on
 * @param salience how much it is worth telling, positive
 */
public record Insight(
        String topic,
        String question,
        String text,
        String subject,
        List<EntityMention> entities,
        List<UUID> origins,
        double salience) {

    public Insight {
        entities = List.copyOf(entities);
        origins = List.copyOf(origins);
    }

    DerivedMemory memory(Embedding embedding) {
        return new DerivedMemory(MemoryType.INSIGHT, text, subject, entities, embedding, origins);
    }
}
