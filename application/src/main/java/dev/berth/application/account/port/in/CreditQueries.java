package dev.berth.application.account.port.in;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;

/** What can be read of an account's credit. */
public interface CreditQueries {
    /** One page of what was booked on an account, newest first. */
    Page<CreditEntry> ledger(AccountId account, PageRequest request);
}
