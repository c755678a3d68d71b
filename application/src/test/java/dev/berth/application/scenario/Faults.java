package dev.berth.application.scenario;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.testing.FaultyHypervisor;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.Server;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Puts a faulty hypervisor before each one of a world, the first host's first, and counts the calls. */
final class Faults implements UnaryOperator<Hypervisor> {
    /** More than any test needs: whoever makes so many calls does not come to an end. */
    private static final int MOST_CALLS = 20_000;
    /** Says what failed: not news where it was told to fail. Held here, for loggers are forgotten otherwise. */
    private static final Logger STEPS = Logger.getLogger("dev.berth.application.operation.service.StepExecutor");

    static {
        STEPS.setLevel(Level.OFF);
    }

    final List<FaultyHypervisor> all = new ArrayList<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final BooleanSupplier inTransaction;

    Faults(BooleanSupplier inTransaction) {
        this.inTransaction = inTransaction;
    }

    @Override
    public Hypervisor apply(Hypervisor hypervisor) {
        FaultyHypervisor faulty = new FaultyHypervisor(hypervisor, inTransaction);
        all.add(faulty);
        return (Hypervisor) Proxy.newProxyInstance(
                Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (proxy, method, args) -> {
                    calls.add(method.getName());
                    if (calls.size() > MOST_CALLS) {
                        throw new AssertionError("does not come to an end");
                    }
                    try {
                        return method.invoke(faulty, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** How many calls were made since the last time this was asked. */
    int takeCalls() {
        int made = calls.size();
        calls.clear();
        return made;
    }

    /** How many calls of this name were made since they were last taken. */
    long calls(String name) {
        synchronized (calls) {
            return calls.stream().filter(name::equals).count();
        }
    }

    FaultyHypervisor of(World world, Server server) {
        List<HostId> hosts = world.store().hosts().at(World.LOCATION).stream()
                .map(Host::id)
                .sorted(Comparator.comparing(HostId::value))
                .toList();
        return all.get(hosts.indexOf(server.hostId()));
    }

    void failNext(int times, Fault fault, Call... calls) {
        all.forEach(faulty -> faulty.failNext(times, fault, calls));
    }

    void failAlways(Fault fault, Call... calls) {
        all.forEach(faulty -> faulty.failAlways(fault, calls));
    }

    void heal() {
        all.forEach(FaultyHypervisor::heal);
    }
}
