package io.everknown.api.security;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.stereotype.Component;

/** The routes that need no credentials. Every other one does. */
@Component
class PublicRoutes {

    private static final List<String> ALWAYS = List.of(
            "/v1/auth/register",
            "/v1/auth/login",
            "/v1/auth/refresh",
            "/.well-known/jwks.json",
            "/health",
            "/docs",
            "/swagger-ui/**",
            "/v3/api-docs",
            "/v3/api-docs/**",
            "/v3/api-docs.yaml",
            "/error");

    private final boolean metrics;

    /** Metrics and the detailed health are public where only this machine can reach them, unless the configuration says otherwise. */
    PublicRoutes(@Value("${everknown.metrics.public:}") String publicMetrics, ServerProperties server) {
        InetAddress address = server.getAddress();
        this.metrics = publicMetrics.isBlank()
                ? address != null && address.isLoopbackAddress()
                : Boolean.parseBoolean(publicMetrics);
    }

    /** Their path patterns. */
    public List<String> patterns() {
        return metrics
                ? Stream.concat(ALWAYS.stream(), Stream.of("/actuator/prometheus", "/health/detailed"))
                        .toList()
                : ALWAYS;
    }
}
