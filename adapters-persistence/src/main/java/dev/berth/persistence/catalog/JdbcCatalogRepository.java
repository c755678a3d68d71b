package dev.berth.persistence.catalog;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.persistence.Sql;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
@Named("stored")
final class JdbcCatalogRepository implements CatalogRepository {
    private final Sql sql;

    JdbcCatalogRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Plan> plan(PlanId id) {
        return sql.first("SELECT * FROM plans WHERE id = ?", PlanRow::toDomain, id.value());
    }

    @Override
    public Optional<OperatingSystem> operatingSystem(OperatingSystemId id) {
        return sql.first("SELECT * FROM operating_systems WHERE id = ?", OperatingSystemRow::toDomain, id.value());
    }

    @Override
    public Optional<Location> location(LocationCode code) {
        return sql.first(
                "SELECT name, retired FROM locations WHERE code = ?",
                row -> new Location(code, row.text("name"), row.flag("retired")),
                code.value());
    }

    @Override
    public void insert(Plan plan) {
        sql.update(
                """
                INSERT INTO plans
                  (id, name, vcpus, memory, storage, bandwidth, price_hourly, price_monthly, retired)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                plan.id().value(),
                plan.name(),
                plan.resources().vcpus(),
                plan.resources().memory(),
                plan.resources().storage(),
                plan.bandwidth(),
                plan.priceHourly().amount(),
                plan.priceMonthly().amount(),
                plan.retired());
    }

    @Override
    public void insert(OperatingSystem os) {
        sql.update(
                "INSERT INTO operating_systems (id, name, retired) VALUES (?, ?, ?)",
                os.id().value(),
                os.name(),
                os.retired());
    }

    @Override
    public void insert(Location location) {
        sql.update(
                "INSERT INTO locations (code, name, retired) VALUES (?, ?, ?)",
                location.code().value(),
                location.name(),
                location.retired());
    }
}
