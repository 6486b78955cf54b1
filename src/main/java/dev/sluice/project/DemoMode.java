package dev.sluice.project;

/**
 * Whether the gateway runs without a project of its own, against a stand-in for PostHog in the same process.
 *
 * @param enabled no project is configured, and the installation allows a demo
 */
public record DemoMode(boolean enabled) {}
