package dev.sluice.testsupport;

import java.util.function.Supplier;

/**
 * A real Postgres and a real Redis for tests, without containers. Each is started by the first test that asks for its
 * address, once per test JVM, and stopped when the JUnit session ends.
 */
public final class Backends {
    static final String POSTGRES = "sluice.test.backends.postgres";
    static final String REDIS = "sluice.test.backends.redis";
    static final String FRESH_DATABASE = "sluice.test.backends.fresh-database";

    private Backends() {}

    /** {@code postgres://user:password@host:port/postgres}: shared by all tests, so use it to look, not to write. */
    public static String postgresUrl() {
        return ask(POSTGRES);
    }

    /** {@code redis://host:port}: shared by all tests, so use keys of your own and never flush it. */
    public static String redisUrl() {
        return ask(REDIS);
    }

    /** The address of a database that nobody else uses, in the form of {@code DATABASE_URL}. */
    public static String freshDatabase() {
        return ask(FRESH_DATABASE);
    }

    /** Quarkus loads this class once more in a class loader of its own; types of the JDK are the same in all of them. */
    private static String ask(String name) {
        if (System.getProperties().get(name) instanceof Supplier<?> supplier) {
            return String.valueOf(supplier.get());
        }
        throw new IllegalStateException("BackendsSession is not registered with the JUnit launcher");
    }
}
