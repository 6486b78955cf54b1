/** What operators look at: metrics, health, reports to Sentry. */
@NullMarked
package dev.sluice.report;

import org.jspecify.annotations.NullMarked;
