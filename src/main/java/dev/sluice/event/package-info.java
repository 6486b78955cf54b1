/** What travels through the gateway: events, their identity, their lane, and the reasons for which one can end. */
@NullMarked
package dev.sluice.event;

import org.jspecify.annotations.NullMarked;
