package dev.sluice.config;

/**
 * The configuration cannot be used. The message is for the operator, names the place (variable, or file:line:column), and
 * holds no secret. Of Quarkus' own kind, so that a start that ends with it prints the message and no stack trace.
 */
public final class ConfigurationException extends io.quarkus.runtime.configuration.ConfigurationException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
