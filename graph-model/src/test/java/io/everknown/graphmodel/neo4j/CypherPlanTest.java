package io.everknown.graphmodel.neo4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.identity.Ids;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.neo4j.driver.Session;
import org.neo4j.driver.summary.Plan;

/** No statement may look at more than one tenant's nodes: each starts from an index that contains the tenant. */
class CypherPlanTest {

    private static GraphContext context;

    @BeforeAll
    static void start() {
        context = GraphContext.shared();
        context.store().apply(Ids.next(), TestGraphs.random(1, 10));
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @TestFactory
    Stream<DynamicTest> everyStatementStartsFromTheTenant() {
        return Stream.of(ApplyCypher.class, DrawCypher.class, ReadCypher.class, InspectCypher.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> field.getType() == String.class && !Modifier.isPrivate(field.getModifiers()))
                .map(field -> DynamicTest.dynamicTest(
                        field.getName(),
                        () -> assertThat(strayLookups(statement(field))).isEmpty()));
    }

    @Test
    void theCheckFindsASearchThroughAllTenants() {
        assertThat(strayLookups("MATCH (e:Entity) WHERE e.key = 'lisbon' RETURN e"))
                .isNotEmpty();
        assertThat(strayLookups("MATCH (n) RETURN n")).isNotEmpty();
        assertThat(strayLookups("MATCH ()-[r:RELATED]->() RETURN r")).isNotEmpty();
    }

    private static String statement(Field field) throws IllegalAccessException {
        return (String) field.get(null);
    }

    private static List<String> strayLookups(String statement) {
        try (Session session = context.driver().session()) {
            List<String> found = new ArrayList<>();
            collect(session.run("EXPLAIN " + statement).consume().queryPlan().orElseThrow(), found);
            return found;
        }
    }

    private static void collect(Plan plan, List<String> found) {
        String operator = plan.operatorType();
        String details = String.valueOf(plan.arguments().get("Details"));
        boolean scan = operator.contains("Scan");
        boolean foreign = operator.contains("Index") && !details.contains("tenant") && !details.contains("scope");
        if (scan || foreign) {
            found.add(operator + " " + details);
        }
        plan.children().forEach(child -> collect(child, found));
    }
}
