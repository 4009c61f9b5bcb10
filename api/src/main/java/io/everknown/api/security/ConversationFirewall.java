package io.everknown.api.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Strict everywhere but in the one path segment that a client names freely: a conversation's id may hold any character,
 * percent-encoded. Nothing decodes that segment before the route is found, so it can't lead to another one.
 */
final class ConversationFirewall implements HttpFirewall {

    private static final Pattern STATUS = Pattern.compile("/v1/conversations/[^/;\\\\]+/status");

    private final StrictHttpFirewall strict = strict();
    private final StrictHttpFirewall lenient = lenient();

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        boolean named = STATUS.matcher(request.getRequestURI()).matches();
        return (named ? lenient : strict).getFirewalledRequest(request);
    }

    @Override
    public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
        return strict.getFirewalledResponse(response);
    }

    private static StrictHttpFirewall strict() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value == null || value.indexOf('\0') < 0);
        return firewall;
    }

    private static StrictHttpFirewall lenient() {
        StrictHttpFirewall firewall = strict();
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowBackSlash(true);
        firewall.setAllowSemicolon(true);
        firewall.setAllowUrlEncodedCarriageReturn(true);
        firewall.setAllowUrlEncodedLineFeed(true);
        firewall.setAllowUrlEncodedLineSeparator(true);
        firewall.setAllowUrlEncodedParagraphSeparator(true);
        return firewall;
    }
}
