package io.everknown.memory.graph;

import io.everknown.memory.extraction.EntityType;
import java.util.List;
import java.util.UUID;

/**
 * An entity as people see it.
 *
 * @param id its id
 * @param key the form under which it is found
 * @param name as it was first written
 * @param type what it is
 * @param aliases other names
 * @param facts how many facts name it
 */
public record EntityView(UUID id, String key, String name, EntityType type, List<String> aliases, long facts) {}
