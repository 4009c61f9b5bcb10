package io.everknown.localstack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;

/** Asks the running servers, as their users would. */
final class Servers {

    private Servers() {}

    static Connection asApp(StackAddresses addresses) throws SQLException {
        return DriverManager.getConnection(
                addresses.postgresUrl(), addresses.postgresUser(), addresses.postgresPassword());
    }

    static Connection asOwner(StackAddresses addresses) throws SQLException {
        return DriverManager.getConnection(
                addresses.postgresUrl(), addresses.postgresOwnerUser(), addresses.postgresOwnerPassword());
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String answer(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw new SQLException("No row for " + query);
            }
            return rows.getString(1);
        }
    }

    /** Runs Cypher that returns one integer. */
    static long graphAnswer(StackAddresses addresses, String cypher) {
        try (Driver driver = GraphDatabase.driver(
                        addresses.neo4jUri(), AuthTokens.basic(addresses.neo4jUser(), addresses.neo4jPassword()));
                Session session = driver.session()) {
            return session.run(cypher).single().get(0).asLong();
        }
    }
}
