package dev.berth.domain.placement;

import dev.berth.domain.error.DomainException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a host's hypervisor is reached, such as {@code qemu+ssh://kvm-7/system}. It is shown and logged, so there is never
 * a password in it.
 *
 * @param value at most 500 characters, with a scheme
 */
public record HostUri(String value) {
    private static final int MAX_LENGTH = 500;

    /** What libvirt documents for the URI of a remote driver; none of these says a secret, at most where one lies. */
    private static final Set<String> PARAMETERS = Set.of(
            "command",
            "keyfile",
            "known_hosts",
            "known_hosts_verify",
            "mode",
            "name",
            "netcat",
            "no_sanity",
            "no_tty",
            "no_verify",
            "pkipath",
            "proxy",
            "socket",
            "sshauth",
            "tls_priority");

    public HostUri {
        URI uri = parse(value);
        if (value.length() > MAX_LENGTH || !uri.isAbsolute() || uri.isOpaque()) {
            throw malformed();
        }
        if (hasPassword(uri)) {
            throw refused("Must not have a password in it. Have the hypervisor ask for a key instead.");
        }
        if (uri.getRawFragment() != null) {
            throw refused("Must not have a fragment. Leave out what begins with \"#\".");
        }
        if (uri.getRawQuery() != null) {
            requireKnownParameters(uri.getRawQuery());
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

    /** By the names as they are written: libvirt knows none that has to be escaped. */
    private static void requireKnownParameters(String query) {
        for (String parameter : query.split("[&;]", -1)) {
            int end = parameter.indexOf('=');
            if (end < 0) {
                throw refused("Must have parameters of the form \"name=value\" only.");
            }
            String name = parameter.substring(0, end);
            if (!PARAMETERS.contains(name)) {
                throw refused("Must not have the parameter \"%s\". Leave it out; there can be %s."
                        .formatted(name, PARAMETERS.stream().sorted().collect(Collectors.joining(", "))));
            }
        }
    }

    private static DomainException refused(String message) {
        return DomainException.invalid("uri", "invalid_value", message);
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
