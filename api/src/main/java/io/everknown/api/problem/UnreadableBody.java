package io.everknown.api.problem;

import io.everknown.api.json.UnstorableTextException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says why a body could not be read, without naming a class of ours. */
final class UnreadableBody {

    private UnreadableBody() {}

    static Problem explain(@Nullable Throwable failure, HttpServletRequest request) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLargeException) {
                return Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, String.valueOf(cause.getMessage()), request);
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnstorableTextException text -> {
                    return ofField(
                            ProblemCode.INVALID_REQUEST, text, String.valueOf(text.getOriginalMessage()), request);
                }
                case UnrecognizedPropertyException unknown -> {
                    return ofField(ProblemCode.UNKNOWN_FIELD, unknown, "is not known here", request);
                }
                case InvalidFormatException format -> {
                    return ofField(ProblemCode.INVALID_TYPE, format, expected(format), request);
                }
                case MismatchedInputException trailing
                when isTrailing(trailing) -> {
                    return Problem.of(ProblemCode.MALFORMED_JSON, "The body holds more than one value.", request);
                }
                case MismatchedInputException mismatch -> {
                    return ofField(ProblemCode.INVALID_TYPE, mismatch, expected(mismatch), request);
                }
                case InputCoercionException number -> {
                    return ofField(ProblemCode.INVALID_TYPE, number, "is a number out of range", request);
                }
                case StreamReadException broken -> {
                    return Problem.of(ProblemCode.MALFORMED_JSON, where(broken), request);
                }
                case DatabindException other -> {
                    return ofField(ProblemCode.INVALID_REQUEST, other, "is not valid", request);
                }
                case JacksonException unreadable -> {
                    return Problem.of(ProblemCode.MALFORMED_JSON, where(unreadable), request);
                }
                default -> {}
            }
        }
        return Problem.of(ProblemCode.MALFORMED_JSON, "The body is missing or cannot be read.", request);
    }

    /** Jackson has no type of its own for this. */
    private static boolean isTrailing(MismatchedInputException mismatch) {
        return String.valueOf(mismatch.getOriginalMessage()).startsWith("Trailing token");
    }

    private static Problem ofField(
            ProblemCode code, JacksonException failure, String message, HttpServletRequest request) {
        String field = path(failure.getPath());
        return Problem.of(
                code,
                (field.isEmpty() ? "The body " : "The field '" + field + "' ") + message + ".",
                request,
                List.of(new Problem.FieldError(field, message)));
    }

    private static String where(JacksonException broken) {
        return broken.getLocation() == null || broken.getLocation().getLineNr() < 1
                ? "The body is not JSON in UTF-8."
                : "The body is not JSON in UTF-8: line " + broken.getLocation().getLineNr() + ", column "
                        + broken.getLocation().getColumnNr() + ".";
    }

    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String expected(MismatchedInputException failure) {
        Class<?> target = failure.getTargetType();
        if (target == null) {
            return "has the wrong type";
        }
        if (target.isEnum()) {
            StringBuilder names = new StringBuilder("must be one of ");
            Object[] constants = target.getEnumConstants();
            for (int i = 0; i < constants.length; i++) {
                names.append(i == 0 ? "" : ", ")
                        .append(((Enum<?>) constants[i]).name().toLowerCase(Locale.ROOT));
            }
            return names.toString();
        }
        if (target == boolean.class || target == Boolean.class) {
            return "must be true or false";
        }
        if (CharSequence.class.isAssignableFrom(target)) {
            return "must be a text";
        }
        if (target == int.class || target == long.class || target == Integer.class || target == Long.class) {
            return "must be a whole number";
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return "must be a number";
        }
        if (java.util.Collection.class.isAssignableFrom(target) || target.isArray()) {
            return "must be a list";
        }
        if (java.time.temporal.Temporal.class.isAssignableFrom(target)) {
            return "must be a time such as 2026-01-31T18:30:00Z";
        }
        if (target == java.util.UUID.class) {
            return "must be an id";
        }
        return "must be an object";
    }
}
