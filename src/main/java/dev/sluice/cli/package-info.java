/** Commands that work on files instead of serving. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
