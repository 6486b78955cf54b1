package dev.sluice.limit;

/** What one project may send as a whole, and what each of its senders may. */
record ProjectLimits(Rate project, Rate sender) {
    static final ProjectLimits NONE = new ProjectLimits(Rate.UNLIMITED, Rate.UNLIMITED);

    boolean isNone() {
        return project.isUnlimited() && sender.isUnlimited();
    }
}
