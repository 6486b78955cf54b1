package dev.sluice.deadletter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is called. Read from the kernel: asking a name server could hold up the start. */
final class HostName {
    private static final int LONGEST = 253;

    private HostName() {}

    static String own() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        } catch (IOException e) {
            return "";
        }
    }
}
