/** The spool in Kafka, for more than a few machines: any replica delivers what another accepted. */
@NullMarked
package dev.sluice.spool.kafka;

import org.jspecify.annotations.NullMarked;
