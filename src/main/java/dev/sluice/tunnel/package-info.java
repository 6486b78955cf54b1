/**
 * Sentry's envelopes from browsers: taken apart, through the firewall, stored, and sent to the projects of the
 * configuration and nowhere else. Beside the journey of events, not on it.
 */
@NullMarked
package dev.sluice.tunnel;

import org.jspecify.annotations.NullMarked;
