/** Which events were seen before, in process and in Redis. */
@NullMarked
package dev.sluice.dedup;

import org.jspecify.annotations.NullMarked;
