/** Where a request and its events stand in a trace that began in a browser or a backend. Uses no other package. */
@NullMarked
package dev.sluice.trace;

import org.jspecify.annotations.NullMarked;
