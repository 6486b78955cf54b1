/**
 * The measuring rig of {@code bench/run}: a loader, a stand-in for PostHog, and the peers that stand between them. It has
 * no dependency but the JDK, so that what it costs is known and the same on every machine.
 */
package dev.sluice.bench;
