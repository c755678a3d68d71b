package dev.berth.domain.placement;

import dev.berth.domain.error.DomainException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a host's hypervisor is reached, such as {@code qemu+ssh://kvm-7/system}. It is shown and logged, so there is never
 * a password in it.
 *
 * @param value at most 500 characters, with a scheme
 */
public record HostUri(String value) {
    private static final int MAX_LENGTH = 500;

    public HostUri {
        URI uri = parse(value);
        if (value.length() > MAX_LENGTH || !uri.isAbsolute() || uri.isOpaque()) {
            throw malformed();
        }
        if (hasPassword(uri)) {
            throw DomainException.invalid(
                    "uri",
                    "invalid_value",
                    "Must not have a password in it. Have the hypervisor ask for a key instead.");
        }
    }

    private static URI parse(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw malformed(); // without the cause, which repeats the text
        }
    }

    /** By the authority, which is there too when the host's name is none that DNS would have. */
    private static boolean hasPassword(URI uri) {
        String authority = uri.getAuthority();
        return authority != null
                && authority
                        .substring(0, Math.max(0, authority.lastIndexOf('@')))
                        .contains(":");
    }

    private static DomainException malformed() {
        return DomainException.invalid(
                "uri",
                "invalid_format",
                "Must be a URI of at most %d characters, such as \"qemu+ssh://kvm-7/system\".".formatted(MAX_LENGTH));
    }

    @Override
    public String toString() {
        return value;
    }
}
