/** Single envelopes and spans that are sent while the caller waits: signs of life, and the trial of the command line. */
@NullMarked
package dev.sluice.report.sentry;

import org.jspecify.annotations.NullMarked;
