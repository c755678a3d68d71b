package dev.berth.application.account.service;

import dev.berth.application.account.port.in.CreateSshKeyCommand;
import dev.berth.application.account.port.in.SshKeys;
import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.SshKeyRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import java.time.Clock;
import java.util.List;

/** Keeps accounts' SSH keys. */
public final class SshKeysService implements SshKeys {
    private final Transactions transactions;
    private final AccountRepository accounts;
    private final SshKeyRepository keys;
    private final Clock clock;

    public SshKeysService(Transactions transactions, AccountRepository accounts, SshKeyRepository keys, Clock clock) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<SshKey> list(AccountId account) {
        return keys.list(account);
    }

    @Override
    public SshKey create(CreateSshKeyCommand command) {
        return transactions.required(() -> {
            // nobody else adds a key to the account meanwhile, nor closes it
            Account account = accounts.lock(command.account()).orElseThrow(command.account()::notFound);
            account.requireOpen();
            int others = keys.count(account.id());
            SshKey key = keys.insert(account.id(), command.name(), command.publicKey(), clock.instant())
                    .orElseThrow(() -> SshKey.alreadyExists(command.publicKey()));
            // last, and taken back: who sends the hundredth key again is told that it is there
            SshKey.requireRoomBeside(others);
            return key;
        });
    }

    @Override
    public SshKey get(AccountId account, SshKeyId key) {
        return keys.find(account, key).orElseThrow(key::notFound);
    }

    @Override
    public void delete(AccountId account, SshKeyId key) {
        if (!keys.delete(account, key)) {
            throw key.notFound();
        }
    }
}
