package io.everknown.api.identity;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.identity.ApiKey;
import io.everknown.memory.identity.ApiKeyIssuing;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/api-keys")
@Tag(name = "API keys", description = "Credentials of applications; for admins")
class ApiKeyController {

    private final ApiKeyIssuing keys;

    ApiKeyController(ApiKeyIssuing keys) {
        this.keys = keys;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Make an API key; its text is shown this once")
    NewApiKeyView create(@Valid @RequestBody NewApiKeyRequest request, Caller caller) {
        ApiKeyIssuing.IssuedApiKey issued =
                keys.issue(caller, request.name(), request.role(), Boolean.TRUE.equals(request.actForUsers()));
        ApiKey key = issued.key();
        return new NewApiKeyView(
                key.id(), issued.text(), key.name(), key.role(), key.actsForUsers(), key.createdBy(), key.createdAt());
    }

    @GetMapping
    @Operation(summary = "List the tenant's API keys, newest first, revoked ones too")
    ApiKeyList list(Caller caller) {
        return new ApiKeyList(keys.list(caller).stream().map(ApiKeyView::of).toList());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke an API key at once")
    void revoke(@PathVariable UUID id, Caller caller) {
        if (!keys.revoke(caller, id)) {
            throw ProblemException.notFound("API key");
        }
    }

    /**
     * A key wanted.
     *
     * @param name what to call it
     * @param role what it may do
     * @param actForUsers whether it may name the user it speaks for; false unless said
     */
    record NewApiKeyRequest(
            @NotBlank @Size(max = 200) String name,
            @NotNull Role role,
            @Nullable Boolean actForUsers) {}

    /**
     * A key just made.
     *
     * @param id the key
     * @param key its text, never shown again
     * @param name what its owner calls it
     * @param role what it may do
     * @param actForUsers whether it may name the user it speaks for
     * @param createdBy the user it speaks as otherwise
     * @param createdAt when it was made
     */
    record NewApiKeyView(
            UUID id, String key, String name, Role role, boolean actForUsers, UUID createdBy, Instant createdAt) {}

    /**
     * A key as it is listed.
     *
     * @param id the key
     * @param name what its owner calls it
     * @param role what it may do
     * @param actForUsers whether it may name the user it speaks for
     * @param createdBy the user it speaks as otherwise
     * @param createdAt when it was made
     * @param lastUsedAt when it was last used, to a minute
     * @param revokedAt since when it opens nothing
     */
    record ApiKeyView(
            UUID id,
            String name,
            Role role,
            boolean actForUsers,
            UUID createdBy,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {

        static ApiKeyView of(ApiKey key) {
            return new ApiKeyView(
                    key.id(),
                    key.name(),
                    key.role(),
                    key.actsForUsers(),
                    key.createdBy(),
                    key.createdAt(),
                    key.lastUsedAt(),
                    key.revokedAt());
        }
    }

    /**
     * The keys of a tenant.
     *
     * @param items newest first
     */
    record ApiKeyList(List<ApiKeyView> items) {}
}
