package dev.berth.application.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Book;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.EntryKind;
import dev.berth.domain.account.Meter;
import dev.berth.domain.account.Money;
import dev.berth.domain.server.ServerId;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an account's ledger says, held to itself and to figures of its own. */
public record Bill(Account account, List<CreditEntry> entries) {
    private static final int ALL = 10_000;

    /** The account's ledger, oldest first; refused when it is not in itself right. */
    public static Bill of(AccountRepository accounts, AccountId account) {
        List<CreditEntry> entries = new ArrayList<>(accounts.ledger(account, Long.MAX_VALUE, ALL));
        Collections.reverse(entries);
        Bill bill = new Bill(accounts.find(account).orElseThrow(), entries);
        bill.requireBalanced();
        return bill;
    }

    /** What is booked of a server. */
    public List<CreditEntry> usage(ServerId server) {
        return entries.stream().filter(entry -> server.equals(entry.serverId())).toList();
    }

    /** What the account has given to this book; less than nothing is what it got. */
    public Money givenTo(Book book) {
        return entries.stream()
                .filter(entry -> entry.kind().counterpart() == book)
                .map(entry -> entry.amount().negate())
                .reduce(Money.ZERO, Money::plus);
    }

    /** Holds what was charged for a server to the hours that its meter has booked. */
    public void requireCharged(Meter meter) {
        Money charged =
                usage(meter.serverId()).stream().map(CreditEntry::amount).reduce(Money.ZERO, Money::plus);
        assertThat(charged.negate())
                .as("%s: %s", meter, usage(meter.serverId()))
                .isEqualTo(cost(meter));
    }

    /** Hour by hour: slow, and nothing that could be wrong. */
    public static Money cost(Meter meter) {
        Map<YearMonth, Money> months = new HashMap<>();
        for (long hour = 0; hour < meter.bookedHours(); hour++) {
            YearMonth month = YearMonth.from(
                    meter.startedAt().plus(Duration.ofHours(hour)).atOffset(ZoneOffset.UTC));
            Money soFar = months.getOrDefault(month, Money.ZERO).plus(meter.priceHourly());
            months.put(month, soFar.compareTo(meter.priceMonthly()) > 0 ? meter.priceMonthly() : soFar);
        }
        return months.values().stream().reduce(Money.ZERO, Money::plus);
    }

    private void requireBalanced() {
        Money balance = Money.ZERO;
        for (CreditEntry entry : entries) {
            balance = balance.plus(entry.amount());
            assertThat(entry.balance()).as("running balance of %s", entry).isEqualTo(balance);
            assertThat(entry.kind() == EntryKind.USAGE)
                    .as("charges, and nothing else, are of a server: %s", entry)
                    .isEqualTo(entry.serverId() != null)
                    .isNotEqualTo(entry.amount().isPositive());
        }
        assertThat(account.balance()).as("the sum of %s", entries).isEqualTo(balance);
        assertThat(entries).extracting(CreditEntry::reference).doesNotHaveDuplicates();
    }
}
