package io.everknown.api.problem;

import io.everknown.memory.conversation.IdempotencyConflictException;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.IdentityException;
import io.everknown.memory.job.JobConflictException;
import io.everknown.memory.merging.MergeConflictException;
import io.everknown.memory.model.ModelRefusedException;
import io.everknown.memory.recall.RecordUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns whatever a controller throws into a problem; what nobody foresaw is logged and shown as nothing but that. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> refused(ProblemException refusal, HttpServletRequest request) {
        return Problem.of(refusal.code(), String.valueOf(refusal.getMessage()), request, refusal.errors())
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(IdentityException refusal, HttpServletRequest request) {
        String detail = String.valueOf(refusal.getMessage());
        ProblemCode code = switch (refusal.reason()) {
            case FORBIDDEN -> ProblemCode.FORBIDDEN;
            case USERNAME_TAKEN -> ProblemCode.USERNAME_TAKEN;
            case EMAIL_TAKEN -> ProblemCode.EMAIL_TAKEN;
            case INVALID_CREDENTIALS -> ProblemCode.INVALID_CREDENTIALS;
            case INVALID_TOKEN -> ProblemCode.INVALID_TOKEN;
            case INVALID_USER_ID -> ProblemCode.INVALID_REQUEST;
        };
        List<Problem.FieldError> errors = refusal.reason() == IdentityException.Reason.INVALID_USER_ID
                ? List.of(new Problem.FieldError("user_id", detail))
                : List.of();
        return Problem.of(code, detail, request, errors).answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> limited(RateLimitedException limited, HttpServletRequest request) {
        return ResponseEntity.status(ProblemCode.RATE_LIMITED.status())
                .header(HttpHeaders.RETRY_AFTER, Long.toString(limited.retryAfterSeconds()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problem.of(ProblemCode.RATE_LIMITED, String.valueOf(limited.getMessage()), request));
    }

    @ExceptionHandler
    ResponseEntity<Object> forbidden(AccessDeniedException denied, HttpServletRequest request) {
        return Problem.of(ProblemCode.FORBIDDEN, "Your role does not allow this.", request)
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(ConstraintViolationException invalid, HttpServletRequest request) {
        return invalid(
                invalid.getConstraintViolations().stream()
                        .map(violation -> new Problem.FieldError(
                                FieldNames.snakeCase(violation.getPropertyPath().toString()), violation.getMessage()))
                        .toList(),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(MethodArgumentTypeMismatchException mismatch, HttpServletRequest request) {
        return Problem.of(
                        ProblemCode.INVALID_TYPE,
                        "The value of '" + FieldNames.snakeCase(mismatch.getName()) + "' has the wrong type.",
                        request,
                        List.of(new Problem.FieldError(FieldNames.snakeCase(mismatch.getName()), "has the wrong type")))
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidParameterException invalid, HttpServletRequest request) {
        ProblemCode code =
                invalid.getErrorCode() == ProblemCode.PAYLOAD_TOO_LARGE.status().value()
                        ? ProblemCode.PAYLOAD_TOO_LARGE
                        : ProblemCode.INVALID_REQUEST;
        return Problem.of(code, "The parameters or the form cannot be read.", request)
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> rejected(RequestRejectedException rejected, HttpServletRequest request) {
        return Problem.of(ProblemCode.INVALID_REQUEST, "The request holds characters that are not allowed.", request)
                .answer();
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class,
        TransactionSystemException.class,
        TransientDataAccessException.class,
        QueryTimeoutException.class,
        RecordUnavailableException.class
    })
    ResponseEntity<Object> unavailable(RuntimeException failure, HttpServletRequest request) {
        LOG.warn("a store cannot be reached: {}", failure.toString());
        return Problem.of(ProblemCode.STORE_UNAVAILABLE, "A store cannot be reached; try again soon.", request)
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> unavailable(GraphUnavailableException failure, HttpServletRequest request) {
        return Problem.of(ProblemCode.STORE_UNAVAILABLE, "The graph cannot be reached; try again soon.", request)
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> conflict(IdempotencyConflictException conflict, HttpServletRequest request) {
        return Problem.of(ProblemCode.IDEMPOTENCY_CONFLICT, String.valueOf(conflict.getMessage()), request)
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> conflict(JobConflictException conflict, HttpServletRequest request) {
        return Problem.of(ProblemCode.JOB_CONFLICT, String.valueOf(conflict.getMessage()), request)
                .answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(ModelRefusedException refusal, HttpServletRequest request) {
        ProblemCode code = switch (refusal.reason()) {
            case NOT_ROUTABLE -> ProblemCode.MODEL_NOT_ROUTABLE;
            case INVALID_WEIGHTS -> ProblemCode.INVALID_MODEL;
            case UNKNOWN_VERSION -> ProblemCode.NOT_FOUND;
            case CONFLICT -> ProblemCode.MODEL_CONFLICT;
            case SCORE_BELOW_ACTIVE -> ProblemCode.SCORE_BELOW_ACTIVE;
        };
        return Problem.of(code, String.valueOf(refusal.getMessage()), request).answer();
    }

    @ExceptionHandler
    ResponseEntity<Object> conflict(MergeConflictException conflict, HttpServletRequest request) {
        return Problem.of(ProblemCode.MERGE_CONFLICT, String.valueOf(conflict.getMessage()), request)
                .answer();
    }

    /** Nobody is left to answer: the client has hung up. */
    @ExceptionHandler
    void hungUp(ClientAbortException gone, HttpServletRequest request) {
        LOG.debug("{} {}: the client hung up", request.getMethod(), request.getRequestURI());
    }

    @ExceptionHandler
    ResponseEntity<Object> unforeseen(Exception failure, HttpServletRequest request) {
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
        return Problem.of(ProblemCode.INTERNAL_ERROR, "The service failed; its log says why.", request)
                .answer();
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return UnreadableBody.explain(unreadable.getCause(), servlet(request)).answer();
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<Problem.FieldError> errors = new ArrayList<>();
        invalid.getBindingResult().getAllErrors().forEach(error -> errors.add(fieldError(error)));
        return invalid(errors, servlet(request));
    }

    @Override
    protected ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<Problem.FieldError> errors = new ArrayList<>();
        for (ParameterValidationResult result : invalid.getParameterValidationResults()) {
            String parameter = result.getMethodParameter().getParameterName();
            result.getResolvableErrors()
                    .forEach(error -> errors.add(
                            error instanceof FieldError
                                    ? fieldError(error)
                                    : new Problem.FieldError(
                                            parameter == null ? null : FieldNames.snakeCase(parameter),
                                            message(error))));
        }
        return invalid(errors, servlet(request));
    }

    @Override
    protected ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException missing, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String field = missing instanceof MissingRequestHeaderException header ? header.getHeaderName() : null;
        return invalid(List.of(new Problem.FieldError(field, "is missing")), servlet(request));
    }

    @Override
    protected ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException missing,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return invalid(List.of(new Problem.FieldError(missing.getParameterName(), "is missing")), servlet(request));
    }

    /** Every other error of Spring MVC's own: its status says which problem it is. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemCode code = ProblemCode.ofStatus(status.value());
        if (code == ProblemCode.INTERNAL_ERROR) {
            LOG.error("{} failed", servlet(request).getRequestURI(), failure);
        }
        ResponseEntity<Object> answer =
                Problem.of(code, code.title() + ".", servlet(request)).answer();
        HttpHeaders all = new HttpHeaders(headers);
        all.putAll(answer.getHeaders());
        return new ResponseEntity<>(answer.getBody(), all, answer.getStatusCode());
    }

    private static ResponseEntity<Object> invalid(List<Problem.FieldError> errors, HttpServletRequest request) {
        String detail = errors.size() == 1 ? "One field is not valid." : errors.size() + " fields are not valid.";
        return Problem.of(ProblemCode.INVALID_REQUEST, detail, request, errors).answer();
    }

    private static Problem.FieldError fieldError(MessageSourceResolvable error) {
        String field = error instanceof FieldError named ? FieldNames.snakeCase(named.getField()) : null;
        return new Problem.FieldError(field, message(error));
    }

    private static String message(MessageSourceResolvable error) {
        String message = error.getDefaultMessage();
        return message == null ? "is not valid" : message;
    }

    private static HttpServletRequest servlet(WebRequest request) {
        HttpServletRequest servlet = ((NativeWebRequest) request).getNativeRequest(HttpServletRequest.class);
        if (servlet == null) {
            throw new IllegalStateException("only servlet requests come here");
        }
        return servlet;
    }
}
