/** What makes a 200 safe: the port, its unit, and what its engines share. */
@NullMarked
package dev.sluice.spool;

import org.jspecify.annotations.NullMarked;
