package dev.berth.application.placement.port.in;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.PlainText;
import dev.berth.domain.placement.HostUri;
import org.jspecify.annotations.Nullable;

/**
 * A host that is to be there.
 *
 * @param name what the operator calls it, 1 to 100 characters; no other host is called so
 * @param location where it stands
 * @param hypervisor which engine drives it
 * @param uri where that is reached; null when the engine does not need to be told
 * @param capacity what it has for servers
 */
public record RegisterHostCommand(
        String name,
        LocationCode location,
        String hypervisor,
        @Nullable HostUri uri,
        Resources capacity) {
    public RegisterHostCommand {
        PlainText.requireName(name);
        capacity.requireValid();
    }
}
