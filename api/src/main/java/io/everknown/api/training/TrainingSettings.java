package io.everknown.api.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of training the ranking network, {@code everknown.training.*}.
 *
 * @param conversations files or folders of labelled conversations; {@code =} and a number after one says how much each of
 *     its questions counts
 * @param out where the network is written
 * @param version its name
 */
@ConfigurationProperties("everknown.training")
record TrainingSettings(
        @DefaultValue List<String> conversations,
        @DefaultValue("attention.properties") Path out,
        @DefaultValue("acan-local") String version) {

    /** A file or folder and how much each of its questions counts. */
    record Data(Path path, double weight) {}

    List<Data> data() {
        List<Data> data = new ArrayList<>();
        for (String one : conversations) {
            int at = one.lastIndexOf('=');
            data.add(
                    at < 0
                            ? new Data(Path.of(one), 1)
                            : new Data(Path.of(one.substring(0, at)), Double.parseDouble(one.substring(at + 1))));
        }
        return data;
    }
}
