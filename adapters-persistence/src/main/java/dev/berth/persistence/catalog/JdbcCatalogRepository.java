package dev.berth.persistence.catalog;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
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
        return sql.first("SELECT * FROM locations WHERE code = ?", JdbcCatalogRepository::location, code.value());
    }

    @Override
    public List<Plan> plans() {
        return sql.list("SELECT * FROM plans ORDER BY id", PlanRow::toDomain);
    }

    @Override
    public List<OperatingSystem> operatingSystems() {
        return sql.list("SELECT * FROM operating_systems ORDER BY id", OperatingSystemRow::toDomain);
    }

    @Override
    public List<Location> locations() {
        // by characters, whatever the database's locale says of hyphens
        return sql.list("SELECT * FROM locations", JdbcCatalogRepository::location).stream()
                .sorted(Comparator.comparing(location -> location.code().value()))
                .toList();
    }

    // By an update, which creates that refer to the row do not wait for, nor it for them, as it would be with FOR
    // UPDATE.

    @Override
    public Optional<Plan> lock(PlanId id) {
        sql.update("UPDATE plans SET name = name WHERE id = ?", id.value());
        return plan(id);
    }

    @Override
    public Optional<OperatingSystem> lock(OperatingSystemId id) {
        sql.update("UPDATE operating_systems SET name = name WHERE id = ?", id.value());
        return operatingSystem(id);
    }

    @Override
    public Optional<Location> lock(LocationCode code) {
        sql.update("UPDATE locations SET name = name WHERE code = ?", code.value());
        return location(code);
    }

    @Override
    public boolean insert(Plan plan) {
        return sql.update(
                        """
                        INSERT INTO plans
                          (id, name, vcpus, memory, storage, bandwidth, price_hourly, price_monthly, retired)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                        plan.id().value(),
                        plan.name(),
                        plan.resources().vcpus(),
                        plan.resources().memory(),
                        plan.resources().storage(),
                        plan.bandwidth(),
                        plan.priceHourly().amount(),
                        plan.priceMonthly().amount(),
                        plan.retired())
                == 1;
    }

    @Override
    public boolean insert(OperatingSystem os) {
        return sql.update(
                        "INSERT INTO operating_systems (id, name, retired) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        os.id().value(),
                        os.name(),
                        os.retired())
                == 1;
    }

    @Override
    public boolean insert(Location location) {
        return sql.update(
                        "INSERT INTO locations (code, name, retired) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        location.code().value(),
                        location.name(),
                        location.retired())
                == 1;
    }

    @Override
    public void save(Plan plan) {
        sql.update(
                "UPDATE plans SET name = ?, price_hourly = ?, price_monthly = ?, retired = ? WHERE id = ?",
                plan.name(),
                plan.priceHourly().amount(),
                plan.priceMonthly().amount(),
                plan.retired(),
                plan.id().value());
    }

    @Override
    public void save(OperatingSystem os) {
        sql.update(
                "UPDATE operating_systems SET name = ?, retired = ? WHERE id = ?",
                os.name(),
                os.retired(),
                os.id().value());
    }

    @Override
    public void save(Location location) {
        sql.update(
                "UPDATE locations SET name = ?, retired = ? WHERE code = ?",
                location.name(),
                location.retired(),
                location.code().value());
    }

    private static Location location(Row row) throws SQLException {
        return new Location(new LocationCode(row.text("code")), row.text("name"), row.flag("retired"));
    }
}
