/**
 * What operators look at. Start reading at: {@link dev.sluice.report.HealthResource} for health, {@link
 * dev.sluice.report.SluiceMetrics} for metrics, {@link dev.sluice.report.FailureReports} and {@link
 * dev.sluice.report.SafeReport} for failures, {@link dev.sluice.report.DependencyWatch} for neighbours that are away, {@link
 * dev.sluice.report.TraceFirewall} for the last look at spans. {@code crons} holds the recurring jobs, {@code sentry} what is
 * sent beside Sentry's SDK.
 */
@NullMarked
package dev.sluice.report;

import org.jspecify.annotations.NullMarked;
