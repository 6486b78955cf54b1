/** What looks for personal data in the bytes of a text: detectors with their check digits and context words. They know no JSON and no policy. */
@NullMarked
package dev.sluice.scrub.detect;

import org.jspecify.annotations.NullMarked;
