/** Events that could not be delivered or had to be withheld, kept for people to look at. */
@NullMarked
package dev.sluice.deadletter;

import org.jspecify.annotations.NullMarked;
