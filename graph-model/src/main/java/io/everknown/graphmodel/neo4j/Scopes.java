package io.everknown.graphmodel.neo4j;

import io.everknown.memory.identity.MemoryScope;
import java.util.List;
import java.util.UUID;

/** The property {@code scope}: tenant and audience in one, so that one index can begin with both. */
final class Scopes {

    private Scopes() {}

    /** The scope of one audience. */
    static String of(UUID tenant, String audience) {
        return tenant + "/" + audience;
    }

    /** What a user may see: the user's own and the tenant's shared memory. */
    static List<String> of(MemoryScope scope) {
        return List.of(of(scope.tenant(), scope.user()), of(scope.tenant(), MemoryScope.EVERYONE));
    }
}
