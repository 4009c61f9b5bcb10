package io.everknown.api.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.feedback.JudgedRecall;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.model.ModelRoute;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecallReceiptsTest {

    private static final UUID TENANT = Ids.next();
    private static final UUID RECALL = Ids.next();

    private final RecallReceipts receipts = of("a secret of the service, 32 bytes");
    private final List<UUID> items = Stream.generate(Ids::next).limit(200).toList();

    @Test
    void aNameSaysWhatItWasMadeOf() {
        String name = receipts.issue(TENANT, RECALL, "acan-2", ModelRoute.CANARY_PERCENT, items.subList(0, 3));
        UUID other = Ids.next();
        JudgedRecall recall = receipts.open(TENANT, name, List.of(items.get(2), items.get(0), other));

        assertThat(recall.id()).isEqualTo(RECALL);
        assertThat(recall.at()).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThat(recall.version()).isEqualTo("acan-2");
        assertThat(recall.route()).isEqualTo(ModelRoute.CANARY_PERCENT);
        assertThat(recall.places()).isEqualTo(Map.of(items.get(2), 3, items.get(0), 1));
        assertThat(receipts.open(TENANT, receipts.issue(TENANT, RECALL, "a", ModelRoute.ACTIVE, List.of()), items)
                        .places())
                .isEmpty();
    }

    @Test
    void theLongestNameIsTaken() {
        String name = receipts.issue(TENANT, RECALL, "a".repeat(64), ModelRoute.CANARY_ALLOWLIST, items.subList(0, 50));
        assertThat(name).hasSizeLessThanOrEqualTo(RecallReceipts.MAX_LENGTH);
        assertThat(receipts.open(TENANT, name, items).places()).hasSize(50).containsEntry(items.get(49), 50);
    }

    @Test
    void whatTheServiceNeverGaveToThisTenantIsNoName() {
        String name = receipts.issue(TENANT, RECALL, "acan-2", ModelRoute.ACTIVE, items.subList(0, 2));
        refused(Ids.next(), name);
        refused(TENANT, "");
        refused(TENANT, "?");
        refused(TENANT, name + "AAAA");
        refused(TENANT, of("another secret of another service").issue(TENANT, RECALL, "a", ModelRoute.ACTIVE, items));
        byte[] bytes = Base64.getUrlDecoder().decode(name);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            refused(TENANT, Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
            refused(TENANT, Base64.getUrlEncoder().encodeToString(java.util.Arrays.copyOf(bytes, i)));
        }
    }

    private void refused(UUID tenant, String name) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> receipts.open(tenant, name, items));
    }

    private static RecallReceipts of(String secret) {
        return new RecallReceipts(() -> secret.getBytes(StandardCharsets.UTF_8));
    }
}
