/** HTTP in: from a request of any PostHog SDK to events that are complete, scrubbed and ready for the spool. */
@NullMarked
package dev.sluice.capture;

import org.jspecify.annotations.NullMarked;
