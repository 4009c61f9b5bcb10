package io.everknown.graphmodel.neo4j;

/** The statements by which the graph is held against the record. */
final class InspectCypher {

    /** Memories between two ids that stand in the graph, and facts of which it has a relation. */
    static final String MEMORIES = """
            CALL () {
              MATCH (n:Fact) WHERE n.tenant = $tenant AND n.id > $after AND n.id <= $through AND n.scope IS NOT NULL
              RETURN n.id AS id
              UNION
              MATCH (n:Turn) WHERE n.tenant = $tenant AND n.id > $after AND n.id <= $through AND n.scope IS NOT NULL
              RETURN n.id AS id
              UNION
              MATCH ()-[r:RELATED]->()
              USING INDEX SEEK r:RELATED(tenant, fact)
              WHERE r.tenant = $tenant AND r.fact > $after AND r.fact <= $through
              RETURN r.fact AS id
            }
            RETURN id
            """;

    static final String FACTS = """
            UNWIND $in.rows AS id
            MATCH (n:Fact {tenant: $tenant, id: id})
            WHERE n.scope IS NOT NULL
            """ + InspectCypher.STATE;

    static final String TURNS = """
            UNWIND $in.rows AS id
            MATCH (n:Turn {tenant: $tenant, id: id})
            WHERE n.scope IS NOT NULL
            """ + InspectCypher.STATE;

    /** A memory {@code n} with all it leads to. */
    private static final String STATE = """
            RETURN n.id AS id, properties(n) AS properties,
              COLLECT { MATCH (n)-[r]->(o) RETURN [type(r), labels(o)[0], o.id, r.tenant, r.entity, r.at] } AS links
            """;

    /** Relations by the fact that states them. */
    static final String RELATIONS = """
            UNWIND $in.rows AS id
            MATCH (subject)-[r:RELATED]->(object)
            USING INDEX SEEK r:RELATED(tenant, fact)
            WHERE r.tenant = $tenant AND r.fact = id
            RETURN id, [subject.id, r.type, object.id] AS relation
            """;

    static final String ENTITIES = """
            UNWIND $in.rows AS id
            MATCH (e:Entity {tenant: $tenant, id: id})
            WHERE e.scope IS NOT NULL
            RETURN id, properties(e) AS properties,
              COLLECT { MATCH (n:Name)-[:NAMES]->(e) RETURN [n.scope, n.key] } AS names
            """;

    /** Entities that no memory names and no relation touches, with names that lead nowhere then. */
    static final String SWEEP_ENTITIES = """
            MATCH (e:Entity)
            WHERE e.tenant = $tenant AND e.id IS NOT NULL
              AND NOT EXISTS { (e)<-[:MENTIONS]-() } AND NOT EXISTS { (e)-[:RELATED]-() }
            WITH e LIMIT $batch
            DETACH DELETE e
            RETURN count(*) AS removed
            """;

    static final String SWEEP_NAMES = """
            MATCH (n:Name)
            USING INDEX SEEK n:Name(scope, key)
            WHERE n.scope STARTS WITH $prefix AND n.key IS NOT NULL AND NOT EXISTS { (n)-[:NAMES]->() }
            WITH n LIMIT $batch
            DETACH DELETE n
            RETURN count(*) AS removed
            """;

    static final String SWEEP_FACTS = """
            MATCH (n:Fact)
            WHERE n.tenant = $tenant AND n.id IS NOT NULL AND n.scope IS NULL AND NOT EXISTS { (n)<--() }
            WITH n LIMIT $batch
            DETACH DELETE n
            RETURN count(*) AS removed
            """;

    static final String SWEEP_TURNS = """
            MATCH (n:Turn)
            WHERE n.tenant = $tenant AND n.id IS NOT NULL AND n.scope IS NULL AND NOT EXISTS { (n)<--() }
            WITH n LIMIT $batch
            DETACH DELETE n
            RETURN count(*) AS removed
            """;

    private InspectCypher() {}
}
