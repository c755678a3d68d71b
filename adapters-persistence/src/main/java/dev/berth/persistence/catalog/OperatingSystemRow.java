package dev.berth.persistence.catalog;

import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.persistence.Row;
import java.sql.SQLException;

/** Rows of {@code operating_systems}. */
public final class OperatingSystemRow {
    /** The columns of one that is joined as {@code o}; its id is in {@code os_id} of the table that refers to it. */
    public static final String JOINED = "o.name AS os_name, o.retired AS os_retired";

    private OperatingSystemRow() {}

    /** The operating system of a row of its own table. */
    static OperatingSystem toDomain(Row row) throws SQLException {
        return toDomain(row, "");
    }

    /** The operating system of a row that has the {@link #JOINED} columns. */
    public static OperatingSystem joined(Row row) throws SQLException {
        return toDomain(row, "os_");
    }

    private static OperatingSystem toDomain(Row row, String prefix) throws SQLException {
        return new OperatingSystem(
                new OperatingSystemId(row.number(prefix + "id")),
                row.text(prefix + "name"),
                row.flag(prefix + "retired"));
    }
}
