/** The personal-data firewall: finds and replaces personal data in the bytes of a JSON document. Pure functions, no CDI. */
@NullMarked
package dev.sluice.scrub;

import org.jspecify.annotations.NullMarked;
