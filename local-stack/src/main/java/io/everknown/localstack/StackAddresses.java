package io.everknown.localstack;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a running stack is reached, and as whom.
 *
 * @param postgresUrl JDBC address of the database
 * @param postgresOwnerUser role that owns the database and runs the migrations; not a superuser
 * @param postgresOwnerPassword its password
 * @param postgresUser role of the application: owns nothing, can't bypass row level security
 * @param postgresPassword its password
 * @param neo4jUri Bolt address
 * @param neo4jUser Neo4j user
 * @param neo4jPassword its password
 */
public record StackAddresses(
        String postgresUrl,
        String postgresOwnerUser,
        String postgresOwnerPassword,
        String postgresUser,
        String postgresPassword,
        String neo4jUri,
        String neo4jUser,
        String neo4jPassword) {

    /**
     * Returns the same addresses as environment variables, as the service reads them.
     *
     * @return variable names ({@code EVERKNOWN_…}) and values, in a stable order
     */
    public Map<String, String> asEnvironment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("EVERKNOWN_POSTGRES_URL", postgresUrl);
        variables.put("EVERKNOWN_POSTGRES_OWNER_USER", postgresOwnerUser);
        variables.put("EVERKNOWN_POSTGRES_OWNER_PASSWORD", postgresOwnerPassword);
        variables.put("EVERKNOWN_POSTGRES_USER", postgresUser);
        variables.put("EVERKNOWN_POSTGRES_PASSWORD", postgresPassword);
        variables.put("EVERKNOWN_NEO4J_URI", neo4jUri);
        variables.put("EVERKNOWN_NEO4J_USER", neo4jUser);
        variables.put("EVERKNOWN_NEO4J_PASSWORD", neo4jPassword);
        return variables;
    }

    @Override
    public String toString() {
        return "StackAddresses[" + postgresUrl + ", " + neo4jUri + "]";
    }
}
