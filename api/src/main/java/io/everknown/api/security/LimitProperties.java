package io.everknown.api.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much one caller may ask for.
 *
 * @param loginFailuresPerMinute failed sign-ins per username and address
 * @param requestsPerMinutePerTenant all authenticated requests of a tenant; 0 for no limit
 * @param maxBodySize the largest request body
 */
@ConfigurationProperties("everknown.limits")
record LimitProperties(
        @DefaultValue("10") int loginFailuresPerMinute,
        @DefaultValue("0") int requestsPerMinutePerTenant,
        @DefaultValue("20MB") DataSize maxBodySize) {}
