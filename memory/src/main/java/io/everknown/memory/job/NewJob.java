package io.everknown.memory.job;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job to be done.
 *
 * @param tenant whose work it is
 * @param user the user it is done for, or null where it is the whole tenant's
 * @param kind the name of a {@link JobKind}
 * @param parameters texts, numbers, truth values, lists and maps of these
 * @param lane jobs of one lane of a tenant are done one at a time, in the order they were accepted; null for none
 * @param single whether the tenant has one unfinished job of this kind at most
 */
public record NewJob(
        UUID tenant,
        @Nullable String user,
        String kind,
        Map<String, Object> parameters,
        @Nullable String lane,
        boolean single) {

    public NewJob {
        parameters = Map.copyOf(parameters);
    }

    /** A job that waits for no other. */
    public static NewJob of(UUID tenant, @Nullable String user, JobKind kind, Map<String, Object> parameters) {
        return new NewJob(tenant, user, kind.name(), parameters, null, kind.single());
    }

    /** The lane of what must happen to a user's memory in the order it was asked for. */
    public static String laneOf(String user) {
        return "user/" + user;
    }
}
