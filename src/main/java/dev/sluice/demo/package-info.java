/** A recording stand-in for PostHog and a small shop page, for a first look without an account. */
@NullMarked
package dev.sluice.demo;

import org.jspecify.annotations.NullMarked;
