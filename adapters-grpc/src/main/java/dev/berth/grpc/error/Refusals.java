package dev.berth.grpc.error;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCategory;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import dev.berth.domain.operation.OperationFailure;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** What a refusal is over gRPC. */
public final class Refusals {
    /** Whose reasons an {@code ErrorInfo} speaks of. */
    public static final String DOMAIN = "berth";

    /** Clients take no more than 8 KiB of headers, in which the message stands twice: once escaped, once in base64. */
    private static final int MAX_MESSAGE = 500;

    private static final int MAX_VIOLATIONS = 10;

    /** Of all violations together. */
    private static final int MAX_DESCRIPTIONS = 2_000;

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7E]");
    private static final String FAULT = "Something went wrong on our side. Tell the operator the request_id.";

    private Refusals() {}

    /** How a category is answered. */
    private record Answer(Code code, int retryAfterSeconds) {
        static Answer of(Code code) {
            return new Answer(code, 0);
        }
    }

    /** Why an operation failed. */
    public static Status of(OperationFailure failure) {
        Code code = switch (failure) {
            case HYPERVISOR_REFUSED, MACHINE_ABSENT -> Code.INTERNAL;
            case NO_CAPACITY -> Code.UNAVAILABLE;
            case DEADLINE_EXCEEDED -> Code.DEADLINE_EXCEEDED;
        };
        return ended(code, failure.detail(), failure.name());
    }

    /** Why an operation came to nothing that a delete has taken the place of. */
    public static Status ofSuperseded() {
        return ended(Code.ABORTED, "The server was deleted before this came to an end.", "SUPERSEDED");
    }

    /** What the client is told of this exception; empty when that is not foreseen. */
    static Optional<StatusRuntimeException> of(Throwable thrown, String requestId) {
        if (thrown instanceof CompletionException && thrown.getCause() != null) {
            return of(thrown.getCause(), requestId);
        }
        if (thrown instanceof DomainException refusal && refusal.code().category() != ErrorCategory.INTERNAL) {
            return Optional.of(refused(refusal, requestId));
        }
        if (thrown instanceof StatusRuntimeException status) {
            return status.getCause() instanceof InvalidProtocolBufferException
                    ? Optional.of(malformed(requestId, "It is not a message of the type that the method takes."))
                    : Optional.of(status);
        }
        return Optional.empty();
    }

    /** A message that cannot be read, so that no field of it can be named. */
    static StatusRuntimeException malformed(String requestId, String message) {
        return refused(new DomainException(ErrorCode.INVALID_REQUEST, message), requestId);
    }

    /** A fault of Berth's own: callers learn its request id and nothing else. */
    static StatusRuntimeException internal(String requestId) {
        return refused(new DomainException(ErrorCode.INTERNAL, FAULT), requestId);
    }

    private static StatusRuntimeException refused(DomainException refusal, String requestId) {
        ErrorCode code = refusal.code();
        Answer answer = answer(code.category());
        String message = shown(refusal.detail(), MAX_MESSAGE);
        Status.Builder status = Status.newBuilder()
                .setCode(answer.code().getNumber())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(code.name())
                        .setDomain(DOMAIN)
                        .putAllMetadata(metadata(refusal))
                        .build()));
        if (!refusal.violations().isEmpty()) {
            status.addDetails(Any.pack(badRequest(refusal.violations())));
        }
        if (code.category() == ErrorCategory.INSUFFICIENT_CREDIT) {
            status.addDetails(Any.pack(QuotaFailure.newBuilder()
                    .addViolations(QuotaFailure.Violation.newBuilder()
                            .setSubject("credit")
                            .setDescription(message))
                    .build()));
        }
        if (answer.retryAfterSeconds() > 0) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(Duration.newBuilder().setSeconds(answer.retryAfterSeconds()))
                    .build()));
        }
        status.addDetails(
                Any.pack(RequestInfo.newBuilder().setRequestId(requestId).build()));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static Answer answer(ErrorCategory category) {
        return switch (category) {
            case INVALID_ARGUMENT -> Answer.of(Code.INVALID_ARGUMENT);
            case UNAUTHENTICATED -> Answer.of(Code.UNAUTHENTICATED);
            case INSUFFICIENT_CREDIT -> Answer.of(Code.RESOURCE_EXHAUSTED);
            case PERMISSION_DENIED -> Answer.of(Code.PERMISSION_DENIED);
            case NOT_FOUND -> Answer.of(Code.NOT_FOUND);
            case WRONG_STATUS -> Answer.of(Code.FAILED_PRECONDITION);
            case OPERATION_IN_PROGRESS -> new Answer(Code.ABORTED, 2);
            case ALREADY_EXISTS -> Answer.of(Code.ALREADY_EXISTS);
            case NO_CAPACITY -> new Answer(Code.UNAVAILABLE, 30);
            case UNAVAILABLE -> new Answer(Code.UNAVAILABLE, 2);
            case INTERNAL -> Answer.of(Code.INTERNAL);
        };
    }

    private static Map<String, String> metadata(DomainException refusal) {
        Map<String, String> metadata = new TreeMap<>();
        refusal.details().forEach((name, value) -> metadata.put(name, String.valueOf(value)));
        return metadata;
    }

    private static BadRequest badRequest(List<FieldViolation> violations) {
        int told = Math.min(violations.size(), MAX_VIOLATIONS);
        BadRequest.Builder badRequest = BadRequest.newBuilder();
        violations.stream()
                .limit(told)
                .map(violation -> violation(violation, MAX_DESCRIPTIONS / told))
                .forEach(badRequest::addFieldViolations);
        return badRequest.build();
    }

    private static BadRequest.FieldViolation violation(FieldViolation violation, int maxDescription) {
        return BadRequest.FieldViolation.newBuilder()
                .setField(violation.field())
                .setReason(violation.code().toUpperCase(Locale.ROOT))
                .setDescription(shown(violation.message(), maxDescription))
                .build();
    }

    private static Status ended(Code code, String message, String reason) {
        return Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(reason)
                        .setDomain(DOMAIN)
                        .build()))
                .build();
    }

    /** For people, who may have sent any part of it: short, and in characters that are one byte each. */
    private static String shown(String text, int longest) {
        String start = text.length() <= longest ? text : text.substring(0, longest) + "...";
        return UNPRINTABLE.matcher(start).replaceAll("?");
    }
}
