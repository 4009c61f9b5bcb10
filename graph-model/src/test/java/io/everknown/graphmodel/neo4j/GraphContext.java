package io.everknown.graphmodel.neo4j;

import io.everknown.localstack.StackAddresses;
import io.everknown.localstack.TestStack;
import java.util.ArrayList;
import java.util.List;
import org.neo4j.driver.Driver;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.neo4j.autoconfigure.DataNeo4jAutoConfiguration;
import org.springframework.boot.neo4j.autoconfigure.Neo4jAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application that has nothing but the graph store, configured as a real one is. */
final class GraphContext implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private GraphContext(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** On the servers that all tests share. */
    static GraphContext shared() {
        return of(TestStack.shared().addresses());
    }

    /** On some server, with further properties as {@code name=value}. */
    static GraphContext of(StackAddresses addresses, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.neo4j.uri=" + addresses.neo4jUri(),
                "spring.neo4j.authentication.username=" + addresses.neo4jUser(),
                "spring.neo4j.authentication.password=" + addresses.neo4jPassword(),
                "spring.main.banner-mode=off"));
        all.addAll(List.of(properties));
        return new GraphContext(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(all.toArray(String[]::new))
                .run());
    }

    Neo4jGraphStore store() {
        return context.getBean(Neo4jGraphStore.class);
    }

    Driver driver() {
        return context.getBean(Driver.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({Neo4jAutoConfiguration.class, DataNeo4jAutoConfiguration.class})
    @Import(Neo4jConfiguration.class)
    static class Application {}
}
