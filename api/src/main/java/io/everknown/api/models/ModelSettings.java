package io.everknown.api.models;

import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.IdentityException;
import io.everknown.memory.identity.Role;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the registry of models, {@code everknown.models.*}.
 *
 * @param operators tenants whose admins keep the models of the whole service; none unless set
 * @param refresh how often each process looks which versions serve
 */
@ConfigurationProperties("everknown.models")
record ModelSettings(
        @DefaultValue Set<UUID> operators,
        @DefaultValue("2s") Duration refresh) {

    /** Whether a caller keeps the models of the whole service. */
    boolean isOperator(Caller caller) {
        return caller.role().includes(Role.ADMIN) && operators.contains(caller.tenant());
    }

    /**
     * Refuses everybody else.
     *
     * @throws IdentityException {@code FORBIDDEN}
     */
    void requireOperator(Caller caller) {
        if (!isOperator(caller)) {
            throw new IdentityException(
                    IdentityException.Reason.FORBIDDEN, "Only admins of an operator's tenant keep the models.");
        }
    }
}
