package io.everknown.memory.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.UUID;

/**
 * A version that is tried out on some tenants.
 *
 * @param version its name
 * @param percent the share of tenants it serves, 0 to 100
 * @param tenants those it serves in any case
 */
public record Canary(String version, int percent, Set<UUID> tenants) {

    public Canary {
        tenants = Set.copyOf(tenants);
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a share of " + percent + " percent");
        }
    }

    /** How this canary serves a tenant: by name before share, else not at all. */
    public ModelRoute route(UUID tenant) {
        if (tenants.contains(tenant)) {
            return ModelRoute.CANARY_ALLOWLIST;
        }
        return place(version, tenant) < percent ? ModelRoute.CANARY_PERCENT : ModelRoute.ACTIVE;
    }

    /**
     * Where a tenant stands among a hundred: the first four bytes of the SHA-256 of {@code <version>/<tenant>}, read as a
     * number without sign, times 100, over 2<sup>32</sup>. The version is part of it, so that it is not always the same
     * tenants who try things out.
     *
     * @return 0 to 99, the same on every machine and in every release
     */
    static int place(String version, UUID tenant) {
        byte[] hash = sha256().digest((version + "/" + tenant).getBytes(StandardCharsets.UTF_8));
        long first = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            first = (first << Byte.SIZE) | Byte.toUnsignedLong(hash[i]);
        }
        return (int) ((first * 100) >>> Integer.SIZE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
