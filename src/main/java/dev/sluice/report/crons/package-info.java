/** The recurring jobs, and how Sentry's Crons hear of them: who does not check in is missed there. */
@NullMarked
package dev.sluice.report.crons;

import org.jspecify.annotations.NullMarked;
