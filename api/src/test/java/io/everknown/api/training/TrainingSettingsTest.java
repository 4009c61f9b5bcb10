package io.everknown.api.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.training.TrainingSettings.Data;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {

    @Test
    void aFileMaySayHowMuchItCounts() {
        TrainingSettings settings =
                new TrainingSettings(List.of("a.json=0.5", "folder"), Path.of("out.properties"), "acan-x");

        assertThat(settings.data()).containsExactly(new Data(Path.of("a.json"), 0.5), new Data(Path.of("folder"), 1));
    }
}
