package io.everknown.memory.entity;

import io.everknown.memory.extraction.EntityMention;

/**
 * Words that say of two names that they are of one entity.
 *
 * @param alias the name that gives way
 * @param entity the name that stays
 * @param kind what kind of words
 * @param sentence the words, exactly as they stand in what was said
 */
public record NameClaim(EntityMention alias, EntityMention entity, MergeKind kind, String sentence) {

    String reason() {
        String names = "“" + alias.name() + "” and “" + entity.name() + "” are one: ";
        return switch (kind) {
            case ROLE -> names + "it was said that " + alias.name() + " is called " + entity.name() + ".";
            case SELF -> names + entity.name() + " said so.";
            default -> names + "it was said that both are names of the same.";
        };
    }
}
