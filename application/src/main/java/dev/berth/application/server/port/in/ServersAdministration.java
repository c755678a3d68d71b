package dev.berth.application.server.port.in;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.server.AdminServer;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.ServerId;

/**
 * The operator's use cases of all accounts' servers. Deleted ones are not there: every use case of one server refuses with
 * {@code SERVER_NOT_FOUND}.
 */
public interface ServersAdministration {
    /** One page of the servers, by ascending id. */
    Page<AdminServer> page(AdminServerFilter filter, PageRequest request);

    /** One server. */
    AdminServer get(ServerId server);

    /**
     * Has the operator hold a server. A server that runs or is stopped is suspended at once, one in the middle of a change
     * after that, one in error when it is reset.
     *
     * @param reason why, as {@link dev.berth.domain.server.Hold#requireReason} wants it
     * @throws dev.berth.domain.error.DomainException {@code SERVER_SUSPENDED} when the operator holds it already
     */
    AdminServerChange suspend(Actor actor, ServerId server, String reason);

    /**
     * Lifts the operator's hold. A suspended server that nobody else holds gets back the power that it had.
     *
     * @throws dev.berth.domain.error.DomainException {@code SERVER_NOT_SUSPENDED} when the operator does not hold it
     */
    AdminServerChange unsuspend(Actor actor, ServerId server);

    /**
     * Takes a server out of error, into the status that its machine is observed to be in.
     *
     * @throws dev.berth.domain.error.DomainException {@code SERVER_NOT_IN_ERROR}, {@code OPERATION_IN_PROGRESS} when it is
     *     being reset, {@code SERVER_IN_ERROR} when its provisioning failed
     */
    AdminServerChange reset(Actor actor, ServerId server);
}
