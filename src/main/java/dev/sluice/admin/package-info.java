/** What people ask of a running gateway under {@code /admin}: who may, what they changed, and dead letters. */
@NullMarked
package dev.sluice.admin;

import org.jspecify.annotations.NullMarked;
