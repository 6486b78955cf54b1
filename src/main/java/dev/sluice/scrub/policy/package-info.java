/** What may be found, and what is done about it. */
@NullMarked
package dev.sluice.scrub.policy;

import org.jspecify.annotations.NullMarked;
