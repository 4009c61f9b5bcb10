package io.everknown.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.exceptions.AuthenticationException;

class TestStackTest {

    private final StackAddresses addresses = TestStack.shared().addresses();

    @Test
    void isOneForTheWholeJvm() {
        assertThat(TestStack.shared()).isSameAs(TestStack.shared());
    }

    @Test
    void closingTheSharedOneLeavesItRunning() throws SQLException {
        TestStack.shared().close();
        try (Connection app = Servers.asApp(addresses)) {
            assertThat(Servers.answer(app, "SELECT 'here'")).isEqualTo("here");
        }
    }

    @Test
    void sharedServersCanNotBeKilled() {
        assertThatThrownBy(() -> TestStack.shared().killNeo4j()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TestStack.shared().killPostgres()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void applicationsRoleCanNotReadPastRowLevelSecurity() throws SQLException {
        try (Connection owner = Servers.asOwner(addresses)) {
            Servers.execute(owner, "CREATE TABLE rls_probe (tenant text NOT NULL)");
            Servers.execute(owner, "ALTER TABLE rls_probe ENABLE ROW LEVEL SECURITY");
            Servers.execute(
                    owner, "CREATE POLICY own ON rls_probe USING (tenant = current_setting('probe.tenant', true))");
            Servers.execute(owner, "GRANT SELECT ON rls_probe TO everknown_app");
            Servers.execute(owner, "INSERT INTO rls_probe VALUES ('a'), ('b')");
        }
        try (Connection app = Servers.asApp(addresses)) {
            assertThat(Servers.answer(app, "SELECT count(*) FROM rls_probe")).isEqualTo("0");
            assertThat(Servers.answer(app, "SELECT set_config('probe.tenant', 'a', false)"))
                    .isEqualTo("a");
            assertThat(Servers.answer(app, "SELECT string_agg(tenant, ',') FROM rls_probe"))
                    .isEqualTo("a");
        }
    }

    @Test
    void neitherRoleHasPowersOverTheServer() throws SQLException {
        String powers = """
                SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication
                FROM pg_roles WHERE rolname = current_user""";
        try (Connection app = Servers.asApp(addresses);
                Connection owner = Servers.asOwner(addresses)) {
            assertThat(Servers.answer(app, powers)).isEqualTo("f");
            assertThat(Servers.answer(owner, powers)).isEqualTo("f");
        }
    }

    @Test
    void applicationsRoleCanNotMakeTables() throws SQLException {
        try (Connection app = Servers.asApp(addresses)) {
            assertThatThrownBy(() -> Servers.execute(app, "CREATE TABLE mine (id int)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void extensionsAreThereForTheOwner() throws SQLException {
        try (Connection owner = Servers.asOwner(addresses)) {
            assertThat(Servers.answer(owner, "SELECT '[1,2]'::vector <-> '[1,3]'::vector"))
                    .isEqualTo("1");
            assertThat(Servers.answer(owner, "SELECT similarity('memory', 'memory')"))
                    .isEqualTo("1");
            assertThat(Servers.answer(owner, "SELECT length(gen_random_bytes(4))"))
                    .isEqualTo("4");
        }
    }

    @Test
    void wrongPasswordIsRefused() {
        assertThatThrownBy(() -> DriverManager.getConnection(addresses.postgresUrl(), "everknown_app", "guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void neo4jTakesThePasswordAndNoOther() {
        assertThat(Servers.graphAnswer(addresses, "RETURN 1")).isEqualTo(1);
        try (Driver guesser = GraphDatabase.driver(addresses.neo4jUri(), AuthTokens.basic("neo4j", "neo4j"))) {
            assertThatThrownBy(guesser::verifyConnectivity).isInstanceOf(AuthenticationException.class);
        }
    }

    /** A server bound to every address would answer on this one too. */
    @Test
    void bothListenOnOneLoopbackAddressOnly() {
        assertThat(Stream.of(addresses.postgresUrl().substring("jdbc:".length()), addresses.neo4jUri())
                        .map(address -> URI.create(address).getPort()))
                .allSatisfy(port -> {
                    assertThat(accepts("127.0.0.1", port)).isTrue();
                    assertThat(accepts("127.0.0.2", port)).isFalse();
                });
    }

    private static boolean accepts(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 2000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
