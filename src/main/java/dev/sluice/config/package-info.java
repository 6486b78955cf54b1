/** The environment and sluice.yaml: what may be set, checked before anything starts. */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
