/**
 * Sentry's envelopes from browsers until their 200: taken apart, through the firewall, handed to a store. {@code relay}
 * keeps them and sends them to the projects of the configuration, and nowhere else. Beside the journey of events, not on it.
 */
@NullMarked
package dev.sluice.tunnel;

import org.jspecify.annotations.NullMarked;
