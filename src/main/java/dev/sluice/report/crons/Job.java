package dev.sluice.report.crons;

/** Something that is done every few minutes. Its runs never overlap. */
public interface Job {
    Monitor monitor();

    /** Does it once, on a thread of its own. An exception counts as a failure of the job itself. */
    Verdict run(Pause pause) throws InterruptedException;
}
