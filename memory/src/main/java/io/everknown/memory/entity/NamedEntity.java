package io.everknown.memory.entity;

import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * One name in the register; ids grow with time, so that the smaller of two was named first.
 *
 * @param id its id
 * @param name as it was first written
 * @param type what it was taken for
 */
public record NamedEntity(UUID id, String name, EntityType type) {

    /** The form under which equal names meet. */
    public String key() {
        return EntityMention.key(name);
    }

    List<String> words() {
        return Arrays.asList(NameForms.fold(name).split(" "));
    }
}
