package dev.berth.domain.account;

import dev.berth.domain.server.ServerId;
import org.jspecify.annotations.Nullable;

/**
 * What is to become an entry of the ledger.
 *
 * @param kind what it is for
 * @param serverId the server that it is for; null when none
 * @param amount what is booked; positive adds credit
 * @param reference its name, unique per account: whatever runs twice books once
 * @param description for people
 */
public record Booking(EntryKind kind, @Nullable ServerId serverId, Money amount, String reference, String description) {

    public Booking {
        Money added = kind.counterpart().gives() ? amount : amount.negate();
        if (!added.isPositive()) {
            throw new IllegalArgumentException("%s does not move %s".formatted(kind.counterpart(), amount));
        }
    }

    /** Credit that the operator adds, under the operator's own reference. */
    public static Booking topUp(Money amount, String reference, String description) {
        return new Booking(EntryKind.TOP_UP, null, amount, reference, description);
    }

    /**
     * Hours of a server. The reference names the first of them and not the last: two attempts at the same hours begin at
     * the same one, but the later attempt may cover more.
     *
     * @param firstHour counted from the server's creation, 0 being the first of all
     * @param hours how many
     * @param cost of all of them
     */
    public static Booking usage(ServerId server, long firstHour, long hours, Money cost) {
        return new Booking(
                EntryKind.USAGE,
                server,
                cost.negate(),
                // not by format strings: their digits would be those of the JVM's locale
                CreditEntry.OWN_REFERENCES + "usage:" + server + ":" + firstHour,
                hours + (hours == 1 ? " hour of server " : " hours of server ") + server);
    }
}
