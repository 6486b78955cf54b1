/** Real SDKs against the running gateway, with a recording server in PostHog's place. */
@NullMarked
package dev.sluice.e2e;

import org.jspecify.annotations.NullMarked;
