package dev.berth.application.testing;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows by key, ascending; changes are taken back when their transaction fails. */
final class InMemoryTable<K extends Comparable<K>, V> {
    private final NavigableMap<K, V> rows = new TreeMap<>();
    private final InMemoryTransactions transactions;

    InMemoryTable(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    Optional<V> get(K key) {
        return transactions.statement(() -> Optional.ofNullable(rows.get(key)));
    }

    Optional<V> first(Predicate<V> condition) {
        return rows().stream().filter(condition).findFirst();
    }

    Stream<V> after(K key) {
        return transactions.statement(() -> List.copyOf(rows.tailMap(key, false).values())).stream();
    }

    Collection<V> rows() {
        return transactions.statement(() -> List.copyOf(rows.values()));
    }

    Collection<K> keys() {
        return transactions.statement(() -> List.copyOf(rows.keySet()));
    }

    void put(K key, V row) {
        transactions.statement(() -> {
            V before = rows.put(key, row);
            transactions.onRollback(() -> restore(key, before));
            return before == null;
        });
    }

    void remove(K key) {
        transactions.statement(() -> {
            V before = rows.remove(key);
            transactions.onRollback(() -> restore(key, before));
            return before == null;
        });
    }

    private void restore(K key, @Nullable V before) {
        if (before == null) {
            rows.remove(key);
        } else {
            rows.put(key, before);
        }
    }
}
