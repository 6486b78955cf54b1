/** How any part of the gateway says that something went wrong, without knowing who listens. */
@NullMarked
package dev.sluice.failure;

import org.jspecify.annotations.NullMarked;
