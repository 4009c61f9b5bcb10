package io.everknown.inference.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.everknown.memory.attention.AttentionReranker;
import io.everknown.memory.attention.FusionReranker;
import io.everknown.memory.attention.Reranker;
import io.everknown.memory.model.ShippedModel;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void theReleasesOwnWeightsAreRegisteredAsTheyStand() {
        ShippedModel model = RankingNetwork.model();
        assertThat(model.name()).startsWith("acan-");
        Reranker read = new RankingNetwork().read("mine", Objects.requireNonNull(model.weights()));
        assertThat(((AttentionReranker) read).weights())
                .isEqualTo(RankingNetwork.shipped().weights().replace(model.name(), "mine"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "feature.cosine | NaN | not within",
                "feature.cosine | 1e9 | not within",
                "feature.cosine | much | no number",
                "feature.cosine | -0.1 | less than 0",
                "lent.from.1 | -0.1 | less than 0",
                "feature.magic | 1 | knows no weight feature.magic",
            })
    void whatIsNoNetworkOfThisReleaseIsRefused(String weight, String value, String message) {
        String text = RankingNetwork.shipped()
                        .weights()
                        .lines()
                        .filter(line -> !line.startsWith(weight + "="))
                        .collect(Collectors.joining("\n"))
                + "\n" + weight + "=" + value;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RankingNetwork().check("mine", text.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining(message);
    }

    @Test
    void neitherIsWhatIsNoTextOrHasTheNameOfTheRankingWithoutOne() {
        RankingNetwork format = new RankingNetwork();
        assertThatIllegalArgumentException().isThrownBy(() -> format.check("mine", new byte[] {(byte) 0xff, 0}));
        assertThatIllegalArgumentException().isThrownBy(() -> format.check("mine", new byte[0]));
        byte[] weights = Objects.requireNonNull(RankingNetwork.model().weights());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.check("fusion-1", weights))
                .withMessageContaining("fusion-1");
    }
}
