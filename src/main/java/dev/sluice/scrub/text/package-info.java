/** What every detector works with: the bytes of a text, questions about them, and what was found. */
@NullMarked
package dev.sluice.scrub.text;

import org.jspecify.annotations.NullMarked;
