/** The spool in files of one directory: an append-only log of segments, and the checkpoint up to which it is delivered. */
@NullMarked
package dev.sluice.spool.local;

import org.jspecify.annotations.NullMarked;
