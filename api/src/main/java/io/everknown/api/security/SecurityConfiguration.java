package io.everknown.api.security;

import io.everknown.api.problem.ProblemCode;
import io.everknown.api.problem.ProblemWriter;
import io.everknown.memory.identity.ApiKeyCheck;
import io.everknown.memory.identity.ApiKeyStore;
import io.everknown.memory.identity.Role;
import java.time.InstantSource;
import java.util.List;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Which role opens which route. Readers read, writers write, admins administer. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    ApiKeyCheck apiKeyCheck(ApiKeyStore keys, InstantSource clock) {
        return new ApiKeyCheck(keys, clock);
    }

    /** No credentials are looked at here, so that an expired token does not stop the refreshing of it. */
    @Bean
    @Order(1)
    SecurityFilterChain publicChain(HttpSecurity http, PublicRoutes routes) {
        return stateless(http)
                .securityMatcher(routes.patterns().toArray(String[]::new))
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain closedChain(
            HttpSecurity http,
            AccessTokens tokens,
            ApiKeyCheck keys,
            ProblemEntryPoint problems,
            LimitProperties limits,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver failures) {
        return stateless(http)
                .oauth2ResourceServer(server -> server.bearerTokenResolver(accessTokensAlone())
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems)
                        .jwt(jwt -> jwt.decoder(tokens.checking()).jwtAuthenticationConverter(token -> {
                            try {
                                return new CallerAuthentication(
                                        AccessTokens.callerOf(token), CallerAuthentication.Proof.ACCESS_TOKEN);
                            } catch (BadJwtException e) {
                                throw new InvalidBearerTokenException("a claim is wrong", e);
                            }
                        })))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterBefore(new ApiKeyFilter(keys, problems, failures), BearerTokenAuthenticationFilter.class)
                .addFilterBefore(
                        new TenantRateFilter(limits.requestsPerMinutePerTenant(), failures), AuthorizationFilter.class)
                .authorizeHttpRequests(rules -> rules.requestMatchers(HttpMethod.POST, "/v1/memory/recall")
                        .hasAuthority(Role.READER.name())
                        .requestMatchers("/v1/api-keys", "/v1/api-keys/**", "/actuator/**")
                        .hasAuthority(Role.ADMIN.name())
                        .requestMatchers("/v1/auth/logout")
                        .hasAuthority(CallerAuthentication.SIGNED_IN)
                        .requestMatchers("/v1/auth/**")
                        .hasAuthority(Role.READER.name())
                        .requestMatchers(HttpMethod.GET, "/v1/**")
                        .hasAuthority(Role.READER.name())
                        .requestMatchers(HttpMethod.HEAD, "/v1/**")
                        .hasAuthority(Role.READER.name())
                        .requestMatchers("/v1/**")
                        .hasAuthority(Role.WRITER.name())
                        .anyRequest()
                        .authenticated())
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private static BearerTokenResolver accessTokensAlone() {
        DefaultBearerTokenResolver bearer = new DefaultBearerTokenResolver();
        return request ->
                ApiKeyFilter.holdsApiKey(request.getHeader(HttpHeaders.AUTHORIZATION)) ? null : bearer.resolve(request);
    }

    @Bean
    HttpFirewall firewall() {
        return new ConversationFirewall();
    }

    /** The firewall says which route may hold an encoded slash; Tomcat would refuse it everywhere. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> encodedSlashes() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        });
    }

    @Bean
    RequestRejectedHandler rejectedRequests(ProblemWriter problems) {
        return (request, response, rejection) -> problems.write(
                request, response, ProblemCode.INVALID_REQUEST, "The request holds characters that are not allowed.");
    }

    @Bean
    WebMvcConfigurer callerParameters() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgumentResolver());
            }
        };
    }
}
