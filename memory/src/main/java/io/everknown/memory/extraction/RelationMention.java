package io.everknown.memory.extraction;

/**
 * A typed relation that a fact states between two of its entities.
 *
 * @param subject name of the entity it starts from
 * @param type in snake case, such as {@code lives_in}
 * @param object name of the entity it leads to
 */
public record RelationMention(String subject, String type, String object) {}
