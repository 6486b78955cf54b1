package dev.sluice.deadletter;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which letters are meant; what is empty does not matter.
 *
 * @param project configured name
 * @param reason label of the reason
 * @param name of the event, as it is now
 * @param uuid of the event
 * @param from put aside then or later
 * @param to put aside before then
 * @param request the id of the request that brought the event
 * @param open true: not sent again yet; false: sent again
 */
public record LetterFilter(
        Optional<String> project,
        Optional<String> reason,
        Optional<String> name,
        Optional<UUID> uuid,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> request,
        Optional<Boolean> open) {
    /** Every letter. */
    public static final LetterFilter ALL = new LetterFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** The same, but only letters that were put aside before then: those that come later are not meant. */
    public LetterFilter before(Instant latest) {
        Instant border = to.filter(latest::isAfter).orElse(latest);
        return new LetterFilter(project, reason, name, uuid, from, Optional.of(border), request, open);
    }

    /** The same, but only letters that were not sent again yet. */
    public LetterFilter onlyOpen() {
        return new LetterFilter(project, reason, name, uuid, from, to, request, Optional.of(true));
    }

    boolean accepts(FiledLetter filed) {
        DeadLetter letter = filed.letter();
        return project.map(letter.project()::equals).orElse(true)
                && reason.map(letter.reason()::equals).orElse(true)
                && uuid.map(wanted -> letter.uuid().filter(wanted::equals).isPresent())
                        .orElse(true)
                && from.map(first -> !letter.at().isBefore(first)).orElse(true)
                && to.map(border -> letter.at().isBefore(border)).orElse(true)
                && request.map(letter.requestId()::equals).orElse(true)
                && open.map(wanted -> wanted == filed.state().isOpen()).orElse(true)
                // Last: it has to look into the event.
                && name.map(wanted -> filed.name().filter(wanted::equals).isPresent())
                        .orElse(true);
    }
}
