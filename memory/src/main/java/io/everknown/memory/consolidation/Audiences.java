package io.everknown.memory.consolidation;

import io.everknown.memory.consolidation.UpkeepLedger.Audience;
import io.everknown.memory.consolidation.UpkeepLedger.Cursor;
import io.everknown.memory.consolidation.UpkeepLedger.Page;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through audiences; one that fails holds up no other. */
final class Audiences {

    private static final Logger LOG = LoggerFactory.getLogger(Audiences.class);

    private static final int PAGE = 500;

    private Audiences() {}

    /** Does work in every audience and sums what it says. */
    static int sum(UpkeepLedger ledger, String what, ToIntFunction<Audience> work) {
        int sum = 0;
        @Nullable Cursor after = null;
        do {
            Page page = ledger.audiences(after, PAGE);
            sum += sum(page.audiences(), what, work);
            after = page.next();
        } while (after != null && !Thread.currentThread().isInterrupted());
        return sum;
    }

    /** The audiences of a tenant; with a user, that user's own alone. */
    static List<Audience> of(UpkeepLedger ledger, UUID tenant, @Nullable String user) {
        if (user != null) {
            return List.of(new Audience(new MemoryScope(tenant, user), Visibility.PRIVATE));
        }
        List<Audience> found = new ArrayList<>();
        @Nullable Cursor after = new Cursor(tenant, "");
        while (after != null && after.tenant().equals(tenant)) {
            Page page = ledger.audiences(after, PAGE);
            page.audiences().stream()
                    .filter(audience -> audience.scope().tenant().equals(tenant))
                    .forEach(found::add);
            after = page.next();
        }
        return found;
    }

    /** Does work in these audiences and sums what it says. */
    static int sum(List<Audience> audiences, String what, ToIntFunction<Audience> work) {
        int sum = 0;
        for (Audience audience : audiences) {
            try {
                sum += work.applyAsInt(audience);
            } catch (RuntimeException e) {
                LOG.warn(
                        "{} the memories of one audience of tenant {} failed",
                        what,
                        audience.scope().tenant(),
                        e);
            }
        }
        return sum;
    }
}
