package dev.berth.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.account.Money;
import dev.berth.domain.error.DomainException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AuditTest {
    @Test
    void only_what_has_changed_is_kept_by_name() {
        Changes changes = new Changes()
                .of("price", Money.of("1"), Money.of("1.5"))
                .of("name", "same", "same")
                .of("expires_at", null, null)
                .of("description", "old", null)
                .to("max_servers", 3);
        assertThat(changes.list())
                .containsExactly(
                        new FieldChange("description", "old", null),
                        new FieldChange("max_servers", null, "3"),
                        new FieldChange("price", "1.0000", "1.5000"));
    }

    @Test
    void every_action_is_found_by_its_wire_name() {
        for (AuditAction action : AuditAction.values()) {
            assertThat(AuditAction.ofWireName(action.wireName())).isEqualTo(action);
        }
        assertThat(Arrays.stream(AuditAction.values()).map(AuditAction::wireName))
                .contains("account.create", "address_pool.create", "operating_system.update")
                .doesNotHaveDuplicates();
        assertThat(catchThrowableOfType(DomainException.class, () -> AuditAction.ofWireName("ACCOUNT_CREATE"))
                        .violations())
                .extracting("field")
                .containsExactly("action");
    }
}
