package io.everknown.graphmodel.rebuild;

import io.everknown.graphmodel.neo4j.Neo4jConfiguration;
import io.everknown.graphmodel.neo4j.Neo4jGraphStore;
import io.everknown.localstack.StackAddresses;
import io.everknown.localstack.TestStack;
import io.everknown.memory.graph.GraphInspection;
import org.neo4j.driver.Driver;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.neo4j.autoconfigure.DataNeo4jAutoConfiguration;
import org.springframework.boot.neo4j.autoconfigure.Neo4jAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The graph beside the record, on the servers that all tests share. */
record TestGraph(ConfigurableApplicationContext context) implements AutoCloseable {

    static TestGraph open() {
        StackAddresses stack = TestStack.shared().addresses();
        return new TestGraph(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.neo4j.uri=" + stack.neo4jUri(),
                        "spring.neo4j.authentication.username=" + stack.neo4jUser(),
                        "spring.neo4j.authentication.password=" + stack.neo4jPassword(),
                        "spring.main.banner-mode=off")
                .run());
    }

    Neo4jGraphStore graph() {
        return context.getBean(Neo4jGraphStore.class);
    }

    GraphInspection inspection() {
        return context.getBean(GraphInspection.class);
    }

    Driver driver() {
        return context.getBean(Driver.class);
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
