package io.everknown.graphmodel.postgres;

import io.everknown.graphmodel.resident.Links;
import io.everknown.graphmodel.resident.Stored;
import io.everknown.graphmodel.resident.Terms;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A memory as its rows have it: what it names stands there by the names that were used. */
@SuppressWarnings("ArrayRecordComponent")
record ReadMemory(
        RecalledMemory memory,
        short @Nullable [] vector,
        TokenStates tokens,
        @Nullable Terms terms,
        Instant at,
        Naming naming) {

    Stored stored(EntityIdentity identity) {
        Naming named = identity.of(naming);
        List<UUID> related = named.relations().stream()
                .flatMap(relation -> Stream.of(relation.subject(), relation.object()))
                .distinct()
                .toList();
        return new Stored(memory, vector, tokens, terms, new Links(Links.micros(at), named.entities(), related));
    }
}
