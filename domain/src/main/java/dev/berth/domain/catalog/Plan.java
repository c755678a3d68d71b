package dev.berth.domain.catalog;

import dev.berth.domain.account.Money;

/**
 * A size of server at a price. Its figures never change; another size is another plan.
 *
 * @param id its id
 * @param name what customers see
 * @param resources what a server of this plan takes on its host
 * @param bandwidth the traffic included, GB a month
 * @param priceHourly for each started hour
 * @param priceMonthly at most this in a calendar month
 * @param retired still shown on old servers, refused for new ones
 */
public record Plan(
        PlanId id,
        String name,
        Resources resources,
        long bandwidth,
        Money priceHourly,
        Money priceMonthly,
        boolean retired) {}
