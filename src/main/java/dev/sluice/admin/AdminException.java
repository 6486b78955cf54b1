package dev.sluice.admin;

/** A request that is not fulfilled; its message is a sentence for people, without a value from an event. */
final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    AdminException(int status, String code, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
        this.code = code;
    }

    static AdminException badParameter(String name, String takes) {
        return new AdminException(400, "bad_parameter", name + " takes " + takes);
    }

    static AdminException noSuchLetter() {
        return new AdminException(404, "no_such_letter", "there is no dead letter of this id");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
