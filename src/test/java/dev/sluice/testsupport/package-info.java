/** What tests of several packages share: stand-ins for the servers that the gateway talks to, and sample events. */
@NullMarked
package dev.sluice.testsupport;

import org.jspecify.annotations.NullMarked;
