package io.everknown.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceHeapTest {

    @Test
    void theHeapFollowsTheAnalyser() {
        Map<String, String> light = Map.of("EVERKNOWN_EXTRACTION_ANALYSER", "light");

        assertThat(ServiceProcess.heap(Map.of(), Map.of())).isEqualTo("-Xmx1536m");
        assertThat(ServiceProcess.heap(light, Map.of())).isEqualTo("-Xmx512m");
        assertThat(ServiceProcess.heap(Map.of(), light)).isEqualTo("-Xmx512m");
        assertThat(ServiceProcess.heap(light, Map.of("EVERKNOWN_BENCHMARK_MANIFEST", "suite.yaml")))
                .isEqualTo("-Xmx2g");
    }
}
