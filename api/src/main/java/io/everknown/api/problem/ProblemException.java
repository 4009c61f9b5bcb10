package io.everknown.api.problem;

import java.util.List;

/** A request that a controller refuses. The message becomes the detail and is shown to the client. */
public final class ProblemException extends RuntimeException {

    private final ProblemCode code;
    private final transient List<Problem.FieldError> errors;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    public ProblemException(ProblemCode code, String detail, List<Problem.FieldError> errors) {
        super(detail);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /** A request refused for one field. */
    public static ProblemException ofField(String field, String message) {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST,
                "One field is not valid.",
                List.of(new Problem.FieldError(field, message)));
    }

    /** There is no such thing, or none this caller may see: the two are never told apart. */
    public static ProblemException notFound(String what) {
        return new ProblemException(ProblemCode.NOT_FOUND, "There is no such " + what + ".");
    }

    ProblemCode code() {
        return code;
    }

    List<Problem.FieldError> errors() {
        return errors;
    }
}
