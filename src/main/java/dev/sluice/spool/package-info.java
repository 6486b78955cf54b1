/** What makes a 200 safe: an append-only log of frames, and the checkpoint up to which they are delivered. */
@NullMarked
package dev.sluice.spool;

import org.jspecify.annotations.NullMarked;
