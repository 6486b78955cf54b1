package dev.sluice.testsupport;

import java.lang.reflect.InvocationTargetException;

/**
 * A real Postgres, a real Redis and a real Kafka for tests, without containers. Each is started by the first test that asks for its
 * address, once per test JVM, and stopped when the JUnit session ends.
 */
public final class Backends {
    private Backends() {}

    /** {@code postgres://user:password@host:port/postgres}: shared by all tests, so use it to look, not to write. */
    public static String postgresUrl() {
        return ask("postgresUrl");
    }

    /** {@code redis://host:port}: shared by all tests, so use keys of your own and never flush it. */
    public static String redisUrl() {
        return ask("redisUrl");
    }

    /** {@code host:port} of a broker: shared by all tests, so use a group of your own. */
    public static String kafkaBrokers() {
        return ask("kafkaBrokers");
    }

    /** The address of a database that nobody else uses, in the form of {@code DATABASE_URL}. */
    public static String freshDatabase() {
        return ask("freshDatabase");
    }

    /** Quarkus loads this class again for each application it starts; the servers are those of the JVM's own loader. */
    private static String ask(String method) {
        try {
            Class<?> session = ClassLoader.getSystemClassLoader().loadClass(BackendsSession.class.getName());
            return (String) session.getMethod(method).invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("a backend of the tests did not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("BackendsSession has no method " + method, e);
        }
    }
}
