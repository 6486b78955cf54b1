/**
 * Sluice is a first-party event gateway in front of PostHog and Sentry. An event's journey goes through the packages in
 * this order: capture, scrub, spool, dedup, delivery. A 200 means that every accepted event is free of what the policy
 * removes and on durable storage.
 */
@NullMarked
package dev.sluice;

import org.jspecify.annotations.NullMarked;
