package dev.sluice.ledger;

/** One record, with the tables of its stretch still to be applied. */
record RawEntry(long receivedAtMillis, int origin, long ending, StretchHeader header) {}
