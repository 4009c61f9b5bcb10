package io.everknown.graphmodel.neo4j;

/** The statements that draw memories of which nothing is there yet, so that nothing needs to be looked at. */
final class DrawCypher {

    /** Which of the memories have a node, a bare one included. */
    static final String KNOWN = """
            UNWIND $in.rows AS wanted
            CALL (wanted) {
              MATCH (n:Fact {tenant: $tenant, id: wanted}) RETURN n
              UNION ALL
              MATCH (n:Turn {tenant: $tenant, id: wanted}) RETURN n
            }
            RETURN n.id AS id
            """;

    /** Makes nodes of turns that have none. */
    static final String NEW_TURNS = """
            UNWIND $in.rows AS row
            CREATE (t:Turn)
            SET t = row.properties
            """;

    static final String NEW_FACTS = """
            UNWIND $in.rows AS row
            CREATE (f:Fact)
            SET f = row.properties
            """;

    /** Links turns that lead nowhere yet, which asks for no look at what is there. */
    static final String LINK_TURNS = """
            UNWIND $in.rows AS row
            MATCH (t:Turn {tenant: $tenant, id: row.id})
            UNWIND row.entities AS id
            MERGE (e:Entity {tenant: $tenant, id: id})
            CREATE (t)-[:MENTIONS {tenant: $tenant, entity: id, at: row.at}]->(e)
            """;

    /** Links facts that lead nowhere yet, but for their relations. */
    static final String LINK_FACTS = """
            UNWIND $in.rows AS row
            MATCH (f:Fact {tenant: $tenant, id: row.id})
            CALL (f, row) {
              UNWIND row.entities AS id
              MERGE (e:Entity {tenant: $tenant, id: id})
              CREATE (f)-[:MENTIONS {tenant: $tenant, entity: id, at: row.at}]->(e)
            }
            CALL (f, row) {
              UNWIND row.turns AS id
              MERGE (t:Turn {tenant: $tenant, id: id})
              CREATE (f)-[:STATED_IN]->(t)
            }
            CALL (f, row) {
              UNWIND row.superseded_by AS id
              MERGE (newer:Fact {tenant: $tenant, id: id})
              CREATE (f)-[:SUPERSEDED_BY]->(newer)
            }
            CALL (f, row) {
              UNWIND row.contradicts AS id
              MERGE (other:Fact {tenant: $tenant, id: id})
              CREATE (f)-[:CONTRADICTS]->(other)
            }
            CALL (f, row) {
              UNWIND row.derived_from AS id
              MERGE (origin:Fact {tenant: $tenant, id: id})
              CREATE (f)-[:DERIVED_FROM]->(origin)
            }
            """;

    /** Takes away all that memories lead to; returns what that is. */
    static final String UNLINK = """
            UNWIND $in.rows AS wanted
            CALL (wanted) {
              MATCH (n:Fact {tenant: $tenant, id: wanted}) RETURN n
              UNION ALL
              MATCH (n:Turn {tenant: $tenant, id: wanted}) RETURN n
            }
            MATCH (n)-[r]->(target)
            WITH r, target.id AS id, target:Entity AS entity
            DELETE r
            RETURN DISTINCT id, entity
            """;

    private DrawCypher() {}
}
