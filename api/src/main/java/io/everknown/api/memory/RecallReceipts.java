package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.feedback.JudgedRecall;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.ServiceSecret;
import io.everknown.memory.model.ModelRoute;
import io.everknown.memory.recall.RecallAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Names of recalls, which say by themselves what feedback has to know of them, so that no recall has to be written down: its
 * id, which begins with the time, what it was routed to, and the last four bytes of the id of each of the first {@value
 * #PLACES} memories in their order. Sixteen bytes of an HMAC-SHA-256 over these and the tenant tell that the service made it,
 * and for whom.
 */
@Component
final class RecallReceipts {

    /** The longest name, in characters. */
    static final int MAX_LENGTH = 600;

    private static final int PLACES = 50;
    private static final int SEAL = 16;
    private static final int UUID_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    RecallReceipts(ServiceSecret secret) {
        this.key = new SecretKeySpec(secret.bytes(), ALGORITHM);
    }

    /** The name of an answer that a tenant gets. */
    String issue(UUID tenant, RecallAnswer answer) {
        List<UUID> items = answer.items().stream()
                .limit(PLACES)
                .map(item -> item.memory().id())
                .toList();
        return issue(tenant, Ids.next(), answer.routedVersion(), answer.modelRoute(), items);
    }

    String issue(UUID tenant, UUID recall, String version, ModelRoute route, List<UUID> items) {
        byte[] served = (route.label() + "/" + version).getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(UUID_BYTES + 1 + served.length + Integer.BYTES * items.size() + SEAL);
        body.putLong(recall.getMostSignificantBits()).putLong(recall.getLeastSignificantBits());
        body.put((byte) served.length).put(served);
        items.forEach(item -> body.putInt(end(item)));
        byte[] bytes = body.array();
        body.put(seal(tenant, bytes, bytes.length - SEAL));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * What a name says of a recall.
     *
     * @param named the memories whose places are wanted
     * @throws ProblemException when the service never gave this name to this tenant
     */
    JudgedRecall open(UUID tenant, String name, Collection<UUID> named) {
        byte[] bytes = decoded(name);
        int length = bytes.length - SEAL;
        if (length <= UUID_BYTES
                || !MessageDigest.isEqual(
                        seal(tenant, bytes, length), Arrays.copyOfRange(bytes, length, bytes.length))) {
            throw unknown();
        }
        ByteBuffer body = ByteBuffer.wrap(bytes, 0, length);
        UUID recall = new UUID(body.getLong(), body.getLong());
        byte[] served = new byte[Byte.toUnsignedInt(body.get())];
        body.get(served);
        String[] route = new String(served, StandardCharsets.UTF_8).split("/", 2);
        Map<Integer, Integer> places = new HashMap<>();
        IntStream.rangeClosed(1, body.remaining() / Integer.BYTES)
                .forEach(place -> places.putIfAbsent(body.getInt(), place));
        Map<UUID, Integer> wanted = new HashMap<>();
        named.stream()
                .filter(memory -> places.containsKey(end(memory)))
                .forEach(memory -> wanted.put(memory, places.get(end(memory))));
        // The first 48 bits of a UUID of version 7 are the milliseconds.
        Instant at = Instant.ofEpochMilli(recall.getMostSignificantBits() >>> 16);
        return new JudgedRecall(recall, at, route[1], ModelRoute.valueOf(route[0].toUpperCase(Locale.ROOT)), wanted);
    }

    /** The random end: ids begin with the time, which memories of one moment share. */
    private static int end(UUID id) {
        return (int) id.getLeastSignificantBits();
    }

    private byte[] seal(UUID tenant, byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(tenant.toString().getBytes(StandardCharsets.UTF_8));
            mac.update(bytes, 0, length);
            return Arrays.copyOf(mac.doFinal(), SEAL);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] decoded(String name) {
        try {
            return Base64.getUrlDecoder().decode(name);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return ProblemException.ofField("recall_id", "names no recall of this tenant");
    }
}
