/** Start and stop, and the choice of what each role runs on. */
@NullMarked
package dev.sluice.run;

import org.jspecify.annotations.NullMarked;
