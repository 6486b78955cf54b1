/** Flags, remote configuration and scripts on their way between SDKs and PostHog. */
@NullMarked
package dev.sluice.passthrough;

import org.jspecify.annotations.NullMarked;
