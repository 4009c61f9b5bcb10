package io.everknown.api.identity;

import io.everknown.api.problem.ProblemException;
import io.everknown.api.security.AccessTokens;
import io.everknown.api.security.LoginAttempts;
import io.everknown.memory.identity.Account;
import io.everknown.memory.identity.AccountStore;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.RefreshTokens;
import io.everknown.memory.identity.Registration;
import io.everknown.memory.identity.Role;
import io.everknown.memory.identity.SignIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/auth")
@Tag(name = "Identity", description = "Registering, signing in and out")
class AuthController {

    private final Registration registration;
    private final SignIn signIn;
    private final RefreshTokens refreshTokens;
    private final AccessTokens accessTokens;
    private final AccountStore accounts;
    private final LoginAttempts attempts;

    AuthController(
            Registration registration,
            SignIn signIn,
            RefreshTokens refreshTokens,
            AccessTokens accessTokens,
            AccountStore accounts,
            LoginAttempts attempts) {
        this.registration = registration;
        this.signIn = signIn;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.accounts = accounts;
        this.attempts = attempts;
    }

    @PostMapping(path = "/register", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @SecurityRequirements
    @Operation(summary = "Register; a new user founds a tenant and is its admin")
    Registered register(@Valid @RequestBody RegisterRequest request) {
        Account account = registration.register(request.wanted());
        return new Registered(account.id(), account.tenant());
    }

    @PostMapping(path = "/login", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    @SecurityRequirements
    @Operation(summary = "Sign in by username and password")
    Tokens login(@RequestParam String username, @RequestParam String password, HttpServletRequest request) {
        Account account = attempts.attempt(username, request.getRemoteAddr(), () -> signIn.signIn(username, password));
        return tokens(account, refreshTokens.issue(account));
    }

    @PostMapping(path = "/refresh", consumes = MediaType.APPLICATION_JSON_VALUE)
    @SecurityRequirements
    @Operation(summary = "Exchange a refresh token for new tokens; each works once")
    Tokens refresh(@Valid @RequestBody RefreshRequest request) {
        return renew(request.refreshToken());
    }

    @PostMapping(path = "/refresh", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    @SecurityRequirements
    @Operation(summary = "Exchange a refresh token for new tokens; each works once")
    Tokens refreshByForm(@RequestParam("refresh_token") String refreshToken) {
        return renew(refreshToken);
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Sign out: one sign-in by its refresh token, or all of them without one")
    void logout(@Valid @RequestBody(required = false) @Nullable RefreshRequest request, Caller caller) {
        if (request == null) {
            refreshTokens.revokeAll(caller);
        } else {
            refreshTokens.revoke(caller, request.refreshToken());
        }
    }

    @GetMapping("/me")
    @Operation(summary = "Who am I?")
    Me me(Caller caller) {
        Account account = accounts.byId(caller.tenant(), UUID.fromString(caller.user()))
                .orElseThrow(() -> ProblemException.notFound("account"));
        return new Me(
                caller.user(),
                caller.tenant(),
                account.username(),
                account.email(),
                account.fullName(),
                caller.role(),
                caller.actsForUsers());
    }

    private Tokens renew(String refreshToken) {
        RefreshTokens.Renewal renewal = refreshTokens.renew(refreshToken);
        return tokens(renewal.account(), renewal.refreshToken());
    }

    private Tokens tokens(Account account, String refreshToken) {
        return new Tokens(
                accessTokens.issue(account),
                refreshToken,
                "Bearer",
                accessTokens.lifetime().toSeconds());
    }

    /**
     * What a registration gives.
     *
     * @param userId the user id of the new account
     * @param tenantId the tenant it founded
     */
    record Registered(UUID userId, UUID tenantId) {}

    /**
     * What a sign-in gives.
     *
     * @param accessToken proves the user
     * @param refreshToken gives new tokens, once
     * @param tokenType always {@code Bearer}
     * @param expiresIn how long the access token is good for, in seconds
     */
    record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn) {}

    /**
     * A refresh token sent back.
     *
     * @param refreshToken the token
     */
    record RefreshRequest(@NotBlank String refreshToken) {}

    /**
     * The caller.
     *
     * @param userId whose memory is meant unless another is named
     * @param tenantId the tenant
     * @param username the name it signs in by
     * @param email the address
     * @param fullName how to address the person, if told
     * @param role what the credential that was sent may do
     * @param actForUsers whether that credential may name another user
     */
    record Me(
            String userId,
            UUID tenantId,
            String username,
            String email,
            @Nullable String fullName,
            Role role,
            boolean actForUsers) {}
}
