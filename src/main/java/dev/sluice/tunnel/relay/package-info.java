/**
 * Sentry's envelopes behind their 200: stored in a log of their own, sent by a delivery loop of its own, and what Sentry's
 * answers mean for them.
 */
@NullMarked
package dev.sluice.tunnel.relay;

import org.jspecify.annotations.NullMarked;
