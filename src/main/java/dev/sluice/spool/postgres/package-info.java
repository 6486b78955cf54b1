/** The spool in Postgres, for replicas that have no disk of their own. */
@NullMarked
package dev.sluice.spool.postgres;

import org.jspecify.annotations.NullMarked;
