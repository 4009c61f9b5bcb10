package io.everknown.inference.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.everknown.memory.attention.AttentionReranker;
import io.everknown.memory.attention.FusionReranker;
import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RankingNetworkTest {

    @Test
    void theShippedNetworkIsWhatItsTextSays() throws IOException {
        AttentionReranker shipped = RankingNetwork.shipped();
        Properties text = new Properties();
        text.load(new StringReader(shipped.weights()));
        FusionReranker fusion = new FusionReranker(FusionReranker.Weights.DEFAULTS);

        assertThat(text.getProperty("version")).startsWith("acan-");
        assertThat(AttentionReranker.of(text, fusion).weights()).isEqualTo(shipped.weights());
        text.remove("feature.maxsim");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttentionReranker.of(text, fusion))
                .withMessageContaining("feature.maxsim");
    }
}
