package dev.sluice.delivery;

import dev.sluice.event.Lane;
import dev.sluice.project.Project;
import dev.sluice.trace.Span;
import java.util.Arrays;

/** A batch on its way upstream, for the project as it is configured at this attempt. */
public final class Shipment {
    private final Project project;
    private final Batch batch;
    private final Span attempt;

    Shipment(Project project, Batch batch, Span attempt) {
        this.project = project;
        this.batch = batch;
        this.attempt = attempt;
    }

    public Project project() {
        return project;
    }

    public Lane lane() {
        return batch.lane();
    }

    /** The span of this attempt, for whoever makes the request to describe it; it is ended elsewhere. */
    public Span attempt() {
        return attempt;
    }

    /** When the gateway received its first event, milliseconds since the epoch. */
    public long receivedAtMillis() {
        return batch.parts().getFirst().progress().frame().receivedAtMillis();
    }

    /** Bytes of its events before compression. */
    public long rawBytes() {
        return batch.parts().stream().mapToLong(Part::rawBytes).sum();
    }

    /**
     * The bytes of its first event, for an upstream that takes one at a time.
     *
     * @throws DamagedFrameException if they cannot be read
     */
    public byte[] firstEvent() throws DamagedFrameException {
        Part part = batch.parts().getFirst();
        FrameContent content = FrameContent.of(part.progress().frame());
        int event = part.index(0);
        return Arrays.copyOfRange(content.bytes(), content.start(event), content.end(event));
    }

    Batch batch() {
        return batch;
    }
}
