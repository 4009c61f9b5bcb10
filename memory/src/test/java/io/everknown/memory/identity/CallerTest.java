package io.everknown.memory.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

    private static final UUID TENANT = UUID.randomUUID();
    private final Caller application = new Caller(TENANT, "app", Role.WRITER, true);

    @Test
    void whoNamesNobodyMeansItself() {
        Caller person = new Caller(TENANT, "ada", Role.READER, false);

        assertThat(person.scopeFor(null)).isEqualTo(new MemoryScope(TENANT, "ada"));
        assertThat(person.scopeFor("ada")).isEqualTo(new MemoryScope(TENANT, "ada"));
        assertThat(application.scopeFor(null)).isEqualTo(new MemoryScope(TENANT, "app"));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nobodyNamesAnotherByRoleAlone(Role role) {
        Caller person = new Caller(TENANT, "ada", role, false);

        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> person.scopeFor("bob"))
                .extracting(IdentityException::reason)
                .isEqualTo(IdentityException.Reason.FORBIDDEN);
    }

    @Test
    void anApplicationNamesUsersOfItsOwnTenant() {
        assertThat(application.scopeFor("bob")).isEqualTo(new MemoryScope(TENANT, "bob"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", MemoryScope.EVERYONE})
    void someNamesAreNobodys(String name) {
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> application.scopeFor(name))
                .extracting(IdentityException::reason)
                .isEqualTo(IdentityException.Reason.INVALID_USER_ID);
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> application.scopeFor("x".repeat(MemoryScope.MAX_USER_LENGTH + 1)))
                .extracting(IdentityException::reason)
                .isEqualTo(IdentityException.Reason.INVALID_USER_ID);
    }

    @Test
    void aRoleIncludesThoseBeforeIt() {
        application.require(Role.READER);
        application.require(Role.WRITER);
        assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> application.require(Role.ADMIN));
    }
}
