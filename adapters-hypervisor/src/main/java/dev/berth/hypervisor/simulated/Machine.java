package dev.berth.hypervisor.simulated;

import static dev.berth.application.operation.port.out.MachineState.ABSENT;
import static dev.berth.application.operation.port.out.MachineState.BOOTING;
import static dev.berth.application.operation.port.out.MachineState.OFF;
import static dev.berth.application.operation.port.out.MachineState.RUNNING;
import static dev.berth.application.operation.port.out.MachineState.SHUTTING_DOWN;

import dev.berth.application.operation.port.out.MachineState;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.UsageSample;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine, or what remains of one. Nothing has to happen when a boot or a shut-down ends: what a machine does is a
 * function of this and the time.
 *
 * @param version 0 when it is not stored
 * @param sshKey what its owner can log in with; null: nothing
 * @param power null when it is off
 * @param traffic bytes before the power was last switched on
 */
record Machine(
        HostId host,
        UUID id,
        long version,
        long fence,
        boolean defined,
        boolean deaf,
        Resources size,
        @Nullable String sshKey,
        @Nullable Power power,
        long traffic,
        Effects effects) {

    static Machine neverSeen(HostId host, UUID id) {
        return new Machine(
                host,
                id,
                0,
                Long.MIN_VALUE,
                false,
                false,
                new Resources(0, 0, 0),
                null,
                null,
                0,
                new Effects(0, 0, 0, 0, 0));
    }

    MachineState state(Instant now) {
        if (!defined) {
            return ABSENT;
        }
        if (power == null || power.isOver(now)) {
            return OFF;
        }
        if (power.offAt() != null) {
            return SHUTTING_DOWN;
        }
        return now.isBefore(power.bootedAt()) ? BOOTING : RUNNING;
    }

    UsageSample usage(Instant now) {
        return Usage.of(id, size, trafficAt(now), now);
    }

    Machine withFence(long next) {
        return new Machine(host, id, version, next, defined, deaf, size, sshKey, power, traffic, effects);
    }

    Machine define(Resources wanted, @Nullable String wantedKey) {
        return defined
                ? this
                : new Machine(
                        host, id, version, fence, true, deaf, wanted, wantedKey, null, 0, effects.oneMoreDefine());
    }

    Machine powerOn(Instant now, Duration bootTime) {
        // one that shuts down has to be off first: the caller asks again
        return state(now) == OFF
                ? with(new Power(now, now.plus(bootTime), null), trafficAt(now), effects.oneMorePowerOn())
                : this;
    }

    Machine shutDown(Instant now, Duration shutDownTime) {
        return switch (state(now)) {
            case BOOTING, RUNNING ->
                power == null || deaf
                        ? this
                        : with(power.until(now.plus(shutDownTime)), traffic, effects.oneMoreShutDown());
            case ABSENT, OFF, SHUTTING_DOWN -> this;
        };
    }

    Machine powerOff(Instant now) {
        return switch (state(now)) {
            case BOOTING, RUNNING, SHUTTING_DOWN -> with(null, trafficAt(now), effects.oneMorePowerOff());
            case ABSENT, OFF -> this;
        };
    }

    Machine remove(Instant now) {
        Effects off = powerOff(now).effects;
        return defined
                ? new Machine(host, id, version, fence, false, deaf, size, null, null, 0, off.oneMoreRemove())
                : this;
    }

    private Machine with(@Nullable Power nextPower, long nextTraffic, Effects nextEffects) {
        return new Machine(host, id, version, fence, defined, deaf, size, sshKey, nextPower, nextTraffic, nextEffects);
    }

    private long trafficAt(Instant now) {
        if (power == null) {
            return traffic;
        }
        Instant end = power.offAt() != null && power.isOver(now) ? power.offAt() : now;
        return traffic + Usage.traffic(id, power.onAt(), end);
    }

    /**
     * @param offAt when the guest will have shut down; null unless it was asked to
     */
    record Power(Instant onAt, Instant bootedAt, @Nullable Instant offAt) {
        Power until(Instant end) {
            return new Power(onAt, bootedAt, end);
        }

        boolean isOver(Instant now) {
            return offAt != null && !now.isBefore(offAt);
        }
    }

    /** How often something was really done to the machine, through all its lives. */
    record Effects(long defines, long powerOns, long shutDowns, long powerOffs, long removes) {
        Effects oneMoreDefine() {
            return new Effects(defines + 1, powerOns, shutDowns, powerOffs, removes);
        }

        Effects oneMorePowerOn() {
            return new Effects(defines, powerOns + 1, shutDowns, powerOffs, removes);
        }

        Effects oneMoreShutDown() {
            return new Effects(defines, powerOns, shutDowns + 1, powerOffs, removes);
        }

        Effects oneMorePowerOff() {
            return new Effects(defines, powerOns, shutDowns, powerOffs + 1, removes);
        }

        Effects oneMoreRemove() {
            return new Effects(defines, powerOns, shutDowns, powerOffs, removes + 1);
        }
    }
}
