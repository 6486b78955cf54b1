/** The books: what became of each event, per project. */
@NullMarked
package dev.sluice.ledger;

import org.jspecify.annotations.NullMarked;
