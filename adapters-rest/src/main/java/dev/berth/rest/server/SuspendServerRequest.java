package dev.berth.rest.server;

import static dev.berth.rest.request.FieldType.text;

import dev.berth.domain.server.Hold;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Value;

/** The body of a suspension. */
final class SuspendServerRequest {
    private SuspendServerRequest() {}

    /** The reason that is given. */
    static String read(ApiRequest request) {
        Value<String> reason = request.body().required("reason", text(Hold::requireReason));
        request.requireValid();
        return reason.get();
    }
}
