package dev.berth.persistence;

import dev.berth.domain.account.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of a result, read by the names of its columns. */
public final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    /** Makes something of a row. */
    @FunctionalInterface
    public interface Mapper<T> {
        /** What this row says. */
        T map(Row row) throws SQLException;
    }

    /** A whole number; 0 when it is null. */
    public long number(String column) throws SQLException {
        return results.getLong(column);
    }

    /** A whole number that may be null. */
    public @Nullable Long nullableNumber(String column) throws SQLException {
        long value = results.getLong(column);
        return results.wasNull() ? null : value;
    }

    /** A floating-point number. */
    public double decimal(String column) throws SQLException {
        return results.getDouble(column);
    }

    /** A truth value. */
    public boolean flag(String column) throws SQLException {
        return results.getBoolean(column);
    }

    /** An amount. */
    public Money money(String column) throws SQLException {
        return new Money(results.getBigDecimal(column));
    }

    /** A text. */
    public String text(String column) throws SQLException {
        return Objects.requireNonNull(results.getString(column), column);
    }

    /** A text that may be null. */
    public @Nullable String nullableText(String column) throws SQLException {
        return results.getString(column);
    }

    /** A constant, stored under its name. */
    public <E extends Enum<E>> E constant(Class<E> type, String column) throws SQLException {
        return Enum.valueOf(type, text(column));
    }

    /** A constant that may be null. */
    public <E extends Enum<E>> @Nullable E nullableConstant(Class<E> type, String column) throws SQLException {
        String name = results.getString(column);
        return name == null ? null : Enum.valueOf(type, name);
    }

    /** A UUID. */
    public UUID uuid(String column) throws SQLException {
        return Objects.requireNonNull(nullableUuid(column), column);
    }

    /** A UUID that may be null. */
    public @Nullable UUID nullableUuid(String column) throws SQLException {
        return results.getObject(column, UUID.class);
    }

    /** A time. */
    public Instant time(String column) throws SQLException {
        return Objects.requireNonNull(nullableTime(column), column);
    }

    /** A time that may be null. */
    public @Nullable Instant nullableTime(String column) throws SQLException {
        OffsetDateTime time = results.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
