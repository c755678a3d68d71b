package dev.berth.bootstrap;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** The build runs it twice: with all other tests, on H2, and once more on PostgreSQL. See {@link Database#fresh}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("every-database")
public @interface OnEveryDatabase {}
