package io.everknown.api.warmup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of warming up, {@code everknown.warm-up.*}.
 *
 * @param atMost how long the service warms up before it calls itself ready; 0 for not at all
 */
@ConfigurationProperties("everknown.warm-up")
record WarmUpSettings(@DefaultValue("10s") Duration atMost) {}
