package dev.sluice.config;

/**
 * The configuration cannot be used. The message is for the operator, names the place (variable, or file:line:column), and
 * holds no secret.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message, null, false, false);
    }
}
