package dev.berth.persistence;

import io.micronaut.context.annotation.Requires;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Only where the database is PostgreSQL: its statements are those that H2 does not speak. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Requires(property = "datasources.default.url", pattern = "jdbc:postgresql:.*")
public @interface OnPostgres {}
