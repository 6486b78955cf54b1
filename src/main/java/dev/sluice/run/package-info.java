/**
 * Start and stop, and the choice of what each role runs on. {@link dev.sluice.run.Lifecycle} has the order; {@code …Stages}
 * (and {@link dev.sluice.run.Groundwork}) are what is started and stopped, {@code …Parts} make the parts, {@code …Entry} are
 * the commands.
 */
@NullMarked
package dev.sluice.run;

import org.jspecify.annotations.NullMarked;
