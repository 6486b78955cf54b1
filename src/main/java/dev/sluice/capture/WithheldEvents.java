package dev.sluice.capture;

/**
 * Events of one request that the firewall did not finish.
 *
 * @param because what stopped it at the first of them
 */
record WithheldEvents(String project, int events, Throwable because) {}
