package io.everknown.api.security;

import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A proved caller as Spring Security carries it; it has the authority of its role and of every lesser one. */
final class CallerAuthentication extends AbstractAuthenticationToken {

    /** The authority of a person who signed in; no API key has it. */
    static final String SIGNED_IN = "SIGNED_IN";

    /** What proved the caller. */
    enum Proof {
        ACCESS_TOKEN,
        API_KEY
    }

    private final transient Caller caller;
    private final Proof proof;

    CallerAuthentication(Caller caller, Proof proof) {
        super(authorities(caller.role(), proof));
        this.caller = caller;
        this.proof = proof;
        setAuthenticated(true);
    }

    private static List<GrantedAuthority> authorities(Role role, Proof proof) {
        Stream<String> roles =
                Arrays.stream(Role.values()).filter(role::includes).map(Role::name);
        Stream<String> person = proof == Proof.ACCESS_TOKEN ? Stream.of(SIGNED_IN) : Stream.empty();
        return Stream.concat(roles, person)
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public String getName() {
        return caller.user();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallerAuthentication that && caller.equals(that.caller) && proof == that.proof;
    }

    @Override
    public int hashCode() {
        return Objects.hash(caller, proof);
    }
}
