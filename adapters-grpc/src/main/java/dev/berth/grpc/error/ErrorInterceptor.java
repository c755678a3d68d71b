package dev.berth.grpc.error;

import dev.berth.application.port.in.RequestIdSource;
import dev.berth.grpc.request.RequestId;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers whatever is thrown below, and gives every call one id, for the answer and the log. The outermost interceptor:
 * nothing becomes an {@code UNKNOWN}.
 */
@Singleton
final class ErrorInterceptor implements ServerInterceptor, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorInterceptor.class);

    private final RequestIdSource requestIds;

    ErrorInterceptor(RequestIdSource requestIds) {
        this.requestIds = requestIds;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String requestId = requestIds.idFor(RequestId.sent(headers));
        GuardedCall<Q, A> guarded = new GuardedCall<>(call, requestId);
        try {
            return new GuardedListener<>(
                    Contexts.interceptCall(RequestId.with(requestId), guarded, headers, next), guarded);
        } catch (RuntimeException | Error e) {
            guarded.fail(e);
            return new ServerCall.Listener<>() {};
        }
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    private static final class GuardedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final String requestId;
        private volatile boolean hasFailed;

        GuardedCall(ServerCall<Q, A> call, String requestId) {
            super(call);
            this.requestId = requestId;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            RequestId.send(requestId, headers);
            super.sendHeaders(headers);
        }

        /** Also what an endpoint ends with an exception in place of a status. */
        @Override
        public void close(Status status, Metadata trailers) {
            if (status.getCode() == Status.Code.UNKNOWN && status.getCause() != null) {
                fail(status.getCause());
            } else {
                super.close(status, trailers);
            }
        }

        void fail(Throwable thrown) {
            StatusRuntimeException answer = Refusals.of(thrown, requestId).orElseGet(() -> {
                LOG.error(
                        "Request {} failed: {}",
                        requestId,
                        getMethodDescriptor().getFullMethodName(),
                        thrown);
                return Refusals.internal(requestId);
            });
            fail(answer);
        }

        void fail(StatusRuntimeException answer) {
            hasFailed = true;
            Metadata trailers = new Metadata();
            if (answer.getTrailers() != null) {
                trailers.merge(answer.getTrailers());
            }
            RequestId.send(requestId, trailers);
            super.close(answer.getStatus(), trailers);
        }

        boolean takesOneMessage() {
            return getMethodDescriptor().getType().clientSendsOneMessage();
        }

        String requestId() {
            return requestId;
        }

        boolean hasFailed() {
            return hasFailed;
        }
    }

    private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final GuardedCall<Q, ?> call;
        private boolean hasMessage;

        GuardedListener(ServerCall.Listener<Q> listener, GuardedCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            hasMessage = true;
            guard(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(() -> {
                if (!hasMessage && call.takesOneMessage()) {
                    throw Refusals.malformed(call.requestId(), "The method takes one message; none was sent.");
                }
                if (!call.isCancelled()) { // else nobody waits for the answer any more: the deadline is over
                    super.onHalfClose();
                }
            });
        }

        @Override
        public void onReady() {
            guard(super::onReady);
        }

        private void guard(Runnable step) {
            if (call.hasFailed()) {
                return;
            }
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                call.fail(e);
            }
        }
    }
}
