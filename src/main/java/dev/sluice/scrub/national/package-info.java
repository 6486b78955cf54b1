/** Identifiers that states give to people, with their check digits. */
@NullMarked
package dev.sluice.scrub.national;

import org.jspecify.annotations.NullMarked;
