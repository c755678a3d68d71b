package dev.berth.application.account.port.in;

import dev.berth.domain.account.Account;
import dev.berth.domain.error.PlainText;

/**
 * An account that is wanted.
 *
 * @param name what to call it, 1 to 100 characters
 * @param maxServers how many servers it may have, 0 or more
 */
public record CreateAccountCommand(String name, int maxServers) {
    public CreateAccountCommand {
        PlainText.requireName(name);
        Account.requireMaxServers(maxServers);
    }
}
