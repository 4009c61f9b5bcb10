package io.everknown.inference;

import io.everknown.inference.embedding.OnnxEmbedder;
import io.everknown.inference.embedding.SentenceModel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The models for an application. */
@Configuration(proxyBeanMethods = false)
public class InferenceConfiguration {

    /** One text a core: the network runs each on one thread. */
    @Bean(destroyMethod = "close")
    OnnxEmbedder embedder() {
        return new OnnxEmbedder(SentenceModel.BGE_SMALL_EN, Runtime.getRuntime().availableProcessors());
    }
}
