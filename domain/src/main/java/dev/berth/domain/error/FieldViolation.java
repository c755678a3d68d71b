package dev.berth.domain.error;

/**
 * One field of a request that cannot be accepted.
 *
 * @param field where: the field's name as the client sent it, or the query parameter's
 * @param code why, stable and snake_case: {@code required}, {@code invalid_format}, {@code not_found}, …
 * @param message why, for people, with the remedy
 */
public record FieldViolation(String field, String code, String message) {}
