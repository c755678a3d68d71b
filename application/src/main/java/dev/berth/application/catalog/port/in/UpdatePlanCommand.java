package dev.berth.application.catalog.port.in;

import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.PlanId;
import org.jspecify.annotations.Nullable;

/**
 * A change of a plan. What is null stays as it is.
 *
 * @param plan which
 * @param name what customers see
 * @param priceHourly for servers that are created from now on
 * @param priceMonthly for servers that are created from now on
 * @param retired whether it is refused for new servers
 * @param figures what must be as it is, where it is sent at all
 */
public record UpdatePlanCommand(
        PlanId plan,
        @Nullable String name,
        @Nullable Money priceHourly,
        @Nullable Money priceMonthly,
        @Nullable Boolean retired,
        Figures figures) {
    /**
     * The figures of a plan, which never change.
     *
     * @param vcpus count
     * @param memory MiB
     * @param storage GB
     * @param bandwidth GB a month
     */
    public record Figures(
            @Nullable Long vcpus,
            @Nullable Long memory,
            @Nullable Long storage,
            @Nullable Long bandwidth) {
        /** Those that were not sent. */
        public static final Figures NONE = new Figures(null, null, null, null);
    }
}
