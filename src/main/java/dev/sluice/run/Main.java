package dev.sluice.run;

import io.quarkus.runtime.annotations.QuarkusMain;

/** The entry of the binary. */
@QuarkusMain
public final class Main {
    Main() {}

    public static void main(String[] arguments) {
        int exit = CommandLineEntry.forProcess().run(arguments);
        if (exit != 0) {
            System.exit(exit);
        }
    }
}
