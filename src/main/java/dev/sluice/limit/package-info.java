/** How much a project and a sender may send: judged in process, shared between replicas in the background. */
@NullMarked
package dev.sluice.limit;

import org.jspecify.annotations.NullMarked;
