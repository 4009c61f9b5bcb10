package io.everknown.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The body of every answer that is an error (RFC 9457).
 *
 * @param type names the kind of problem
 * @param title the kind of problem in words
 * @param status the HTTP status
 * @param detail what was wrong with this request
 * @param instance the path that was asked for
 * @param code what programs go by
 * @param errors the fields that were refused, if it was about fields
 */
public record Problem(
        URI type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

    /** A problem of one kind with one request. */
    public static Problem of(ProblemCode code, String detail, HttpServletRequest request) {
        return of(code, detail, request, List.of());
    }

    /** A problem of one kind with fields of one request. */
    public static Problem of(ProblemCode code, String detail, HttpServletRequest request, List<FieldError> errors) {
        return new Problem(
                code.type(),
                code.title(),
                code.status().value(),
                detail,
                askedFor(request),
                code.code(),
                List.copyOf(errors));
    }

    /** This problem as an answer. */
    public ResponseEntity<Object> answer() {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(this);
    }

    private static String askedFor(HttpServletRequest request) {
        Object forwarded = request.getAttribute("jakarta.servlet.error.request_uri");
        return forwarded == null ? request.getRequestURI() : forwarded.toString();
    }

    /**
     * A field that was refused.
     *
     * @param field its path in the request, such as {@code turns[2].content}
     * @param message what it should be
     */
    public record FieldError(@Nullable String field, String message) {}
}
