package dev.berth.grpc.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationFailure;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.ServerId;
import dev.berth.proto.v1.OperationMetadata;
import dev.berth.proto.v1.Server;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OperationMessagesTest {
    private static final Instant NOW = Instant.parse("2025-01-16T15:30:00.5Z");
    private static final Server SERVER = Server.newBuilder().setId(7).build();

    @ParameterizedTest
    @EnumSource
    void one_under_way_has_metadata_and_no_result(OperationKind kind) throws InvalidProtocolBufferException {
        var message = OperationMessages.accepted(accepted(kind));

        assertThat(message.getName()).isEqualTo("operations/99");
        assertThat(message.getDone()).isFalse();
        assertThat(message.hasResponse() || message.hasError()).isFalse();
        OperationMetadata metadata = message.getMetadata().unpack(OperationMetadata.class);
        assertThat(metadata.getKind().name()).isEqualTo("KIND_" + kind.name());
        assertThat(metadata.getState()).isEqualTo(OperationMetadata.State.STATE_PENDING);
        assertThat(metadata.getServerId()).isEqualTo(7);
        assertThat(metadata.getCreateTime().getSeconds()).isEqualTo(NOW.getEpochSecond());
        assertThat(metadata.getCreateTime().getNanos()).isEqualTo(500_000_000);
        assertThat(metadata.hasStartTime() || metadata.hasFinishTime()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void one_that_succeeded_has_the_server_or_for_a_delete_nothing(OperationKind kind)
            throws InvalidProtocolBufferException {
        var message = OperationMessages.of(accepted(kind).claim(NOW).succeed(NOW), () -> SERVER);

        assertThat(message.getDone()).isTrue();
        if (kind == OperationKind.DELETE) {
            assertThat(message.getResponse().is(Empty.class)).isTrue();
        } else {
            assertThat(message.getResponse().unpack(Server.class)).isEqualTo(SERVER);
        }
        OperationMetadata metadata = message.getMetadata().unpack(OperationMetadata.class);
        assertThat(metadata.getProgressPercent()).isEqualTo(100);
        assertThat(metadata.hasStartTime() && metadata.hasFinishTime()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "HYPERVISOR_REFUSED, INTERNAL",
        "MACHINE_ABSENT, INTERNAL",
        "NO_CAPACITY, UNAVAILABLE",
        "DEADLINE_EXCEEDED, DEADLINE_EXCEEDED"
    })
    void one_that_failed_says_why(OperationFailure failure, Code code) throws InvalidProtocolBufferException {
        Status error = OperationMessages.of(
                        accepted(OperationKind.START).claim(NOW).fail(failure, NOW), () -> SERVER)
                .getError();

        assertThat(error.getCode()).isEqualTo(code.getNumber());
        assertThat(error.getMessage()).isEqualTo(failure.detail());
        assertThat(error.getDetails(0).unpack(ErrorInfo.class))
                .isEqualTo(ErrorInfo.newBuilder()
                        .setReason(failure.name())
                        .setDomain("berth")
                        .build());
    }

    @Test
    void one_that_was_superseded_is_aborted() throws InvalidProtocolBufferException {
        var message = OperationMessages.of(accepted(OperationKind.START).supersede(NOW), () -> SERVER);

        assertThat(message.getDone()).isTrue();
        assertThat(message.getError().getCode()).isEqualTo(Code.ABORTED_VALUE);
        assertThat(message.getError().getDetails(0).unpack(ErrorInfo.class).getReason())
                .isEqualTo("SUPERSEDED");
    }

    @Test
    void one_that_was_accepted_cannot_have_ended() {
        Operation ended = accepted(OperationKind.START).claim(NOW).succeed(NOW);
        assertThatThrownBy(() -> OperationMessages.accepted(ended)).isInstanceOf(IllegalStateException.class);
    }

    private static Operation accepted(OperationKind kind) {
        return Operation.accept(
                new OperationId(99), new ServerId(7), new AccountId(1), kind, Duration.ofSeconds(60), NOW);
    }
}
