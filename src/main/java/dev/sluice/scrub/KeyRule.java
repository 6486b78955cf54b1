package dev.sluice.scrub;

import dev.sluice.scrub.policy.KeyNames;
import dev.sluice.scrub.policy.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a key says about its value.
 *
 * @param kind what a value under this key is; null where the key says nothing
 * @param ambiguous whether the key also has harmless meanings, so that only a value with a digit counts
 * @param parameter the same for a parameter of an address
 * @param name whether this is the bare {@code name}, or a part of one, which is personal only below a person
 * @param person whether the value is a person, so that a {@code name} in it is one's name
 * @param standing what it means where it stands
 * @param eventField the field this is at the top of an event
 * @param propertyField the field this is in the properties
 * @param searched whether the key itself has signs of something personal
 * @param role what it says about the members beside it
 */
record KeyRule(
        @Nullable Kind kind,
        boolean ambiguous,
        @Nullable Kind parameter,
        boolean name,
        boolean person,
        Standing standing,
        @Nullable Field eventField,
        @Nullable Field propertyField,
        boolean searched,
        Siblings.Role role) {

    /**
     * What a key means at certain places, given as sets of {@link Place}s.
     *
     * @param protectedIn where a plain value under this key is never touched
     * @param listedIn where the same holds for the elements of a list
     * @param identityIn where the value identifies a person or group
     * @param accountIn where the value is the name of an account
     * @param codeIn where the value is of a program: searched for secrets, e-mail addresses and users' folders only
     * @param machineIn where the value is of a machine: searched for secrets and e-mail addresses only
     * @param somethingIn all of these
     * @param special how the walk goes on below it
     */
    record Standing(
            int protectedIn,
            int listedIn,
            int identityIn,
            int accountIn,
            int codeIn,
            int machineIn,
            int somethingIn,
            Special special) {

        Standing(
                int protectedIn,
                int listedIn,
                int identityIn,
                int accountIn,
                int codeIn,
                int machineIn,
                Special special) {
            this(
                    protectedIn,
                    listedIn,
                    identityIn,
                    accountIn,
                    codeIn,
                    machineIn,
                    protectedIn | listedIn | identityIn | accountIn | codeIn | machineIn | special.decidesIn(),
                    special);
        }

        /** Whether there is anything in these sets about the place. */
        boolean meansSomethingIn(Place place) {
            return (somethingIn & place.bit()) != 0;
        }
    }

    /** Keys that change how the walk goes on. */
    enum Special {
        NONE,
        EVENT_NAME,
        PROPERTIES,
        GROUPS,
        /** The same in a flags request, without the dollar sign. */
        REQUEST_GROUPS,
        PERSON,
        BATCH,
        SNAPSHOT_DATA,
        DATA,
        /** The attributes of a span or log of Sentry's. */
        ATTRIBUTES,
        IP,
        ELEMENTS_CHAIN,
        EXCEPTION_LIST,
        EXCEPTION,
        VALUES,
        STACKTRACE,
        FRAMES,
        USER,
        REQUEST,
        QUERY_STRING,
        BREADCRUMBS,
        CONTEXTS,
        TRACE,
        FEEDBACK,
        SPANS,
        TAGS,
        MODULES,
        PROFILE,
        /** The name of an attribute beside its {@code value}. */
        KEY,
        VALUE,
        /** A whole number, in OTLP written as a string. */
        INT_VALUE;

        /** The places in which this alone says how the value is treated. */
        private int decidesIn() {
            return this == EVENT_NAME ? Place.EVENT.bit() : this == ELEMENTS_CHAIN ? Place.PROPERTIES.bit() : 0;
        }
    }

    Special special() {
        return standing.special;
    }

    /** The same under a policy that may say something else about the key. */
    KeyRule under(KeyNames names, String key, boolean personal) {
        Kind added = names.kind(key);
        boolean silent = added == null && names.allows(key);
        return new KeyRule(
                silent ? null : added == null ? kind : added,
                added == null && !silent && ambiguous,
                silent ? null : added == null ? parameter : added,
                added == null && !silent && name,
                person,
                standing,
                eventField,
                propertyField,
                searched || personal,
                role);
    }

    /**
     * The places, as a set, where a plain value under this key is treated as if it had none, if everything around is text and
     * the members beside it say nothing else.
     */
    int silentIn() {
        if (kind != null || name) {
            return 0;
        }
        int parameters = parameter == null ? 0 : Place.QUERY.bit();
        return decidesAloneIn() & ~standing.somethingIn & ~parameters;
    }

    /** The places, as a set, where a plain value under this key is left as it is, if the members beside it say nothing else. */
    int onlyProtectedIn() {
        return (standing.protectedIn | standing.listedIn) & decidesAloneIn();
    }

    private int decidesAloneIn() {
        if (standing.special != Special.NONE) {
            return 0;
        }
        int others = Place.GROUPS.bit() | Place.SENTRY_MODULES.bit() | Place.OTLP.bit();
        int event = eventField == null ? 0 : Place.EVENT.bit();
        int properties = propertyField == null ? 0 : Place.PROPERTIES.bit();
        return ~(others | event | properties);
    }

    boolean isIdentityIn(Place place) {
        return (standing.identityIn & place.bit()) != 0;
    }
}
