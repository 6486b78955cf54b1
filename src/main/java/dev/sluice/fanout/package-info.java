/** Tells whoever listens in Redis that an event was accepted: its name, project and time, nothing else of it. */
@NullMarked
package dev.sluice.fanout;

import org.jspecify.annotations.NullMarked;
