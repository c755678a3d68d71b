package dev.berth.rest;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** A route that somebody forgot to give a scope. */
@Requires(property = "unscoped-route")
@Controller("/api/v1/unscoped")
final class UnscopedController {
    @Get
    String get() {
        return "secret";
    }
}
