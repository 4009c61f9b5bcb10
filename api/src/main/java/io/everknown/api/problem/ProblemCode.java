package io.everknown.api.problem;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Every way a request can fail. A code, once published, keeps its meaning. */
public enum ProblemCode {
    INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid"),
    UNKNOWN_FIELD(HttpStatus.BAD_REQUEST, "The request has a field nobody knows"),
    INVALID_TYPE(HttpStatus.BAD_REQUEST, "A value has the wrong type"),
    MALFORMED_JSON(HttpStatus.BAD_REQUEST, "The body is not JSON in UTF-8"),
    INVALID_MODEL(HttpStatus.BAD_REQUEST, "The weights are none of this kind of model"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Credentials are needed"),
    INVALID_CREDENTIALS(HttpStatus.UNAUTHORIZED, "The username or the password is wrong"),
    INVALID_TOKEN(HttpStatus.UNAUTHORIZED, "The token is not valid"),
    TOKEN_EXPIRED(HttpStatus.UNAUTHORIZED, "The token has expired"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The caller may not do this"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The route does not know this method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer is JSON only"),
    USERNAME_TAKEN(HttpStatus.CONFLICT, "The username is taken"),
    EMAIL_TAKEN(HttpStatus.CONFLICT, "The email address is taken"),
    IDEMPOTENCY_CONFLICT(HttpStatus.CONFLICT, "The idempotency key was used for another request"),
    JOB_CONFLICT(HttpStatus.CONFLICT, "The job is not in a state for this"),
    MODEL_CONFLICT(HttpStatus.CONFLICT, "The model is not in a state for this"),
    MODEL_NOT_ROUTABLE(HttpStatus.CONFLICT, "One version of this kind of model serves everybody"),
    SCORE_BELOW_ACTIVE(HttpStatus.CONFLICT, "The canary's score is below that of the active version"),
    MERGE_CONFLICT(HttpStatus.CONFLICT, "The merge is not in a state for this"),
    PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The route does not read this media type"),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong inside"),
    STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "A store cannot be reached");

    private final HttpStatus status;
    private final String title;

    ProblemCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The code as clients see it, such as {@code unknown_field}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status it comes with. */
    public HttpStatus status() {
        return status;
    }

    /** What happened, the same for every request. */
    public String title() {
        return title;
    }

    /** Identifies the kind of problem; a name, not an address. */
    public URI type() {
        return URI.create("urn:everknown:problem:" + code());
    }

    /** The code that says no more than this HTTP status does. */
    static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> RATE_LIMITED;
            case 503 -> STORE_UNAVAILABLE;
            default -> status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }
}
