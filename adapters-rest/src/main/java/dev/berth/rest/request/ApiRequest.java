package dev.berth.rest.request;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Caller;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.uri.UriBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated request, as controllers read it: query and body first, then {@link #requireValid()}, then the id in
 * the path. That is the documented order of checks.
 */
public final class ApiRequest {
    private final HttpRequest<?> http;
    private final String requestId;
    private final Caller caller;
    private final byte[] bytes;
    private final Violations violations = new Violations();
    private final Query query;
    private @Nullable Fields fields;

    ApiRequest(HttpRequest<?> http, String requestId, Caller caller, byte[] bytes) {
        this.http = http;
        this.requestId = requestId;
        this.caller = caller;
        this.bytes = bytes;
        this.query = new Query(http.getParameters(), violations);
    }

    /** The id of the request, for the log. */
    public String requestId() {
        return requestId;
    }

    /** The account that is asking. */
    public AccountId account() {
        return caller.account();
    }

    /** Who is asking. */
    public Caller caller() {
        return caller;
    }

    /** Who is asking, and from where, for the audit log. */
    public Actor actor() {
        return Callers.actor(caller, http, requestId);
    }

    /** Whether only the headers of the answer are wanted. */
    public boolean isHead() {
        return http.getMethod() == HttpMethod.HEAD;
    }

    /** The parameters of the query. */
    public Query query() {
        return query;
    }

    /** The fields of the body, which has to be there. */
    public Fields body() {
        if (fields == null) {
            fields = new Fields(JsonBody.read(http, bytes, violations), violations);
        }
        return fields;
    }

    /** Notes that the route takes no body; an empty object is as good as none. */
    public void requireNoBody() {
        if (bytes.length > 0) {
            body();
        }
    }

    /** Refuses the request for all that is wrong with its query and body, unknown names included. */
    public void requireValid() {
        query.refuseUnread();
        if (fields != null) {
            fields.refuseUnread();
        }
        violations.throwIfAny();
    }

    /** The id in the path; what cannot be an id is not found. */
    public long id(String text, ErrorCode notFound) {
        return Ids.parse(text)
                .orElseThrow(() -> new DomainException(
                        notFound, "The path names no id. Ids are whole numbers from 1 to 9007199254740991."));
    }

    /** The path and query of another page of the list that was asked for. */
    String sameListWith(int limit, String cursor) {
        String path = http.getPath().endsWith("/") ? http.getPath() : http.getPath() + "/";
        UriBuilder uri = UriBuilder.of(path);
        Map<String, String> parameters = query.sent();
        parameters.remove("limit");
        parameters.remove("cursor");
        parameters.forEach(uri::queryParam);
        return uri.queryParam("limit", limit)
                .queryParam("cursor", cursor)
                .build()
                .toString();
    }

    /** Refuses a client that excludes JSON; called before anything is changed, and after all that can fail is read. */
    public void requireJsonAccepted() {
        if (!Accepts.json(http.getHeaders())) {
            throw new HttpStatusException(
                    HttpStatus.NOT_ACCEPTABLE, "The answer is application/json, which the Accept header excludes.");
        }
    }
}
