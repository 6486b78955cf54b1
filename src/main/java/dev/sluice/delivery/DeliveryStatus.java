package dev.sluice.delivery;

/**
 * Delivery at one moment.
 *
 * @param posthog {@code ERROR} while the newest request of any project failed
 * @param circuitOpen whether any project's upstream is only being probed
 * @param requestsInFlight requests under way
 * @param requestsAllowed how many may be, over all projects; it follows how the upstreams answer
 * @param heldBytes memory of frames that were read and are not done
 */
public record DeliveryStatus(
        PostHogState posthog, boolean circuitOpen, int requestsInFlight, int requestsAllowed, long heldBytes) {}
