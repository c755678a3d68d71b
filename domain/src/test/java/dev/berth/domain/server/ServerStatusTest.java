package dev.berth.domain.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerStatusTest {
    @Test
    void only_servers_that_are_being_deleted_or_are_gone_cannot_be_seen() {
        assertThat(ServerStatus.visible())
                .containsExactlyInAnyOrder(
                        ServerStatus.PROVISIONING,
                        ServerStatus.ACTIVE,
                        ServerStatus.STOPPING,
                        ServerStatus.STOPPED,
                        ServerStatus.STARTING,
                        ServerStatus.REBOOTING,
                        ServerStatus.SUSPENDED,
                        ServerStatus.ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void a_status_is_found_by_its_wire_name_when_it_can_be_seen(ServerStatus status) {
        if (status.isVisible()) {
            assertThat(ServerStatus.ofWireName(status.wireName())).isEqualTo(status);
        } else {
            refuses(status.wireName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ACTIVE", "Active", " active", "active ", "running", "\u0131"})
    void anything_else_is_an_invalid_status(String text) {
        refuses(text);
    }

    private static void refuses(String text) {
        DomainException refused = catchThrowableOfType(DomainException.class, () -> ServerStatus.ofWireName(text));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.violations()).extracting("field").containsExactly("status");
        assertThat(refused.detail()).contains("provisioning, active").doesNotContain("delet");
    }
}
