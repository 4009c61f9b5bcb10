package io.everknown.localstack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The roles, the database and the extensions that the service expects of any Postgres. */
final class PostgresSetup {

    static final String SUPERUSER = "postgres";
    static final String DATABASE = "everknown";
    static final String OWNER = "everknown_owner";
    static final String APP = "everknown_app";

    private static final String PLAIN_LOGIN =
            " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ";

    private PostgresSetup() {}

    /** Makes the two login roles; the passwords are set again each time, so that they match the file. */
    static void ensureRoles(Connection superuser, Credentials credentials) throws SQLException {
        ensureRole(superuser, OWNER, credentials.owner());
        ensureRole(superuser, APP, credentials.app());
    }

    /** Makes the database if it is absent: owned by the owner role, open to the application's, closed to others. */
    static void ensureDatabase(Connection superuser, String database) throws SQLException {
        if (!exists(superuser, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
            execute(superuser, "CREATE DATABASE " + database + " OWNER " + OWNER);
        }
        execute(superuser, "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
        execute(superuser, "GRANT CONNECT ON DATABASE " + database + " TO " + APP);
    }

    /** Makes the extensions, which only a superuser may, in the connection's own database. */
    static void ensureExtensions(Connection superuser) throws SQLException {
        execute(superuser, "CREATE EXTENSION IF NOT EXISTS vector");
        execute(superuser, "CREATE EXTENSION IF NOT EXISTS pg_trgm");
        execute(superuser, "CREATE EXTENSION IF NOT EXISTS pgcrypto");
    }

    static void dropDatabase(Connection superuser, String database) throws SQLException {
        execute(superuser, "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    private static void ensureRole(Connection superuser, String role, String password) throws SQLException {
        String verb = exists(superuser, "SELECT 1 FROM pg_roles WHERE rolname = ?", role) ? "ALTER" : "CREATE";
        execute(superuser, verb + " ROLE " + role + PLAIN_LOGIN + "'" + password.replace("'", "''") + "'");
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
