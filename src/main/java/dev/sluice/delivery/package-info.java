/** From the spool to PostHog: batches, retries, bisection, checkpoint. */
@NullMarked
package dev.sluice.delivery;

import org.jspecify.annotations.NullMarked;
