/** How fast the firewall is on one core, beside parsers that only read: run by {@code bench/scrub}. */
@NullMarked
package dev.sluice.bench.scrub;

import org.jspecify.annotations.NullMarked;
