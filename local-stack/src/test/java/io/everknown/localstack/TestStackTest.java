package io.everknown.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestStackTest {

    private final StackAddresses addresses = TestStack.shared().addresses();

    @Test
    void isOneForTheWholeJvm() {
        assertThat(TestStack.shared()).isSameAs(TestStack.shared());
    }

    @Test
    void closingTheSharedOneLeavesItRunning() throws SQLException {
        TestStack.shared().close();
        try (Connection app = asApp()) {
            assertThat(answer(app, "SELECT 'here'")).isEqualTo("here");
        }
    }

    @Test
    void sharedServersCanNotBeKilled() {
        assertThatThrownBy(() -> TestStack.shared().killNeo4j()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TestStack.shared().killPostgres()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void applicationsRoleCanNotReadPastRowLevelSecurity() throws SQLException {
        try (Connection owner = asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TABLE rls_probe (tenant text NOT NULL)");
            statement.execute("ALTER TABLE rls_probe ENABLE ROW LEVEL SECURITY");
            statement.execute("CREATE POLICY own ON rls_probe USING (tenant = current_setting('probe.tenant', true))");
            statement.execute("GRANT SELECT ON rls_probe TO everknown_app");
            statement.execute("INSERT INTO rls_probe VALUES ('a'), ('b')");
        }
        try (Connection app = asApp()) {
            assertThat(answer(app, "SELECT count(*) FROM rls_probe")).isEqualTo("0");
            assertThat(answer(app, "SELECT set_config('probe.tenant', 'a', false)"))
                    .isEqualTo("a");
            assertThat(answer(app, "SELECT string_agg(tenant, ',') FROM rls_probe"))
                    .isEqualTo("a");
        }
    }

    @Test
    void neitherRoleHasPowersOverTheServer() throws SQLException {
        String powers = """
                SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication
                FROM pg_roles WHERE rolname = current_user""";
        try (Connection app = asApp();
                Connection owner = asOwner()) {
            assertThat(answer(app, powers)).isEqualTo("f");
            assertThat(answer(owner, powers)).isEqualTo("f");
        }
    }

    @Test
    void applicationsRoleCanNotMakeTables() throws SQLException {
        try (Connection app = asApp();
                Statement statement = app.createStatement()) {
            assertThatThrownBy(() -> statement.execute("CREATE TABLE mine (id int)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void extensionsAreThereForTheOwner() throws SQLException {
        try (Connection owner = asOwner()) {
            assertThat(answer(owner, "SELECT '[1,2]'::vector <-> '[1,3]'::vector"))
                    .isEqualTo("1");
            assertThat(answer(owner, "SELECT similarity('memory', 'memory')")).isEqualTo("1");
            assertThat(answer(owner, "SELECT length(gen_random_bytes(4))")).isEqualTo("4");
        }
    }

    @Test
    void wrongPasswordIsRefused() {
        assertThatThrownBy(() -> DriverManager.getConnection(addresses.postgresUrl(), "everknown_app", "guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void neo4jListens() {
        assertThat(Waiting.isListening(URI.create(addresses.neo4jUri()).getPort()))
                .isTrue();
    }

    private Connection asApp() throws SQLException {
        return DriverManager.getConnection(
                addresses.postgresUrl(), addresses.postgresUser(), addresses.postgresPassword());
    }

    private Connection asOwner() throws SQLException {
        return DriverManager.getConnection(
                addresses.postgresUrl(), addresses.postgresOwnerUser(), addresses.postgresOwnerPassword());
    }

    private static String answer(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
