package dev.berth.persistence.catalog;

import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.persistence.Row;
import java.sql.SQLException;

/** Rows of {@code plans}. */
public final class PlanRow {
    /** The columns of a plan that is joined as {@code p}; its id is in {@code plan_id} of the table that refers to it. */
    public static final String JOINED = """
            p.name AS plan_name, p.vcpus AS plan_vcpus, p.memory AS plan_memory, p.storage AS plan_storage,
            p.bandwidth AS plan_bandwidth, p.price_hourly AS plan_price_hourly, p.price_monthly AS plan_price_monthly,
            p.retired AS plan_retired""";

    private PlanRow() {}

    /** The plan of a row of its own table. */
    static Plan toDomain(Row row) throws SQLException {
        return toDomain(row, "");
    }

    /** The plan of a row that has the {@link #JOINED} columns. */
    public static Plan joined(Row row) throws SQLException {
        return toDomain(row, "plan_");
    }

    private static Plan toDomain(Row row, String prefix) throws SQLException {
        return new Plan(
                new PlanId(row.number(prefix + "id")),
                row.text(prefix + "name"),
                new Resources(
                        row.number(prefix + "vcpus"), row.number(prefix + "memory"), row.number(prefix + "storage")),
                row.number(prefix + "bandwidth"),
                row.money(prefix + "price_hourly"),
                row.money(prefix + "price_monthly"),
                row.flag(prefix + "retired"));
    }
}
