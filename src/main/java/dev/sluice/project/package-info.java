/** Who may send: projects, their tokens and where their events go. */
@NullMarked
package dev.sluice.project;

import org.jspecify.annotations.NullMarked;
