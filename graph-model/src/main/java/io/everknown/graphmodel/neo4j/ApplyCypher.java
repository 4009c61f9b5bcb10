package io.everknown.graphmodel.neo4j;

/**
 * The statements that bring a part of the graph to a given state.
 *
 * <p>A node that is only linked to, because its own state has not come yet, stands as a bare node: it has a tenant and
 * an id and no scope. Every reader asks for a scope, so a bare node is never seen.
 *
 * <p>What is there already is not written again, because reading costs less.
 *
 * <p>Rows come inside a map, because the server would make a new plan for each order of magnitude of a list that is a
 * parameter itself, at some 100 ms each.
 */
final class ApplyCypher {

    /** Sets the entities. Rows come sorted by id, so that writers that meet wait for each other instead of locking up. */
    static final String ENTITIES = """
            UNWIND $in.rows AS row
            MERGE (e:Entity {tenant: $tenant, id: row.id})
            WITH e, row WHERE properties(e) <> row.properties
            SET e = row.properties
            """;

    static final String STALE_NAMES = """
            UNWIND $in.rows AS row
            MATCH (e:Entity {tenant: $tenant, id: row.id})<-[r:NAMES]-(n:Name)
            WHERE n.scope <> row.scope OR NOT n.key IN row.names
            DELETE r
            WITH DISTINCT n
            WHERE NOT EXISTS { (n)-[:NAMES]->() }
            DELETE n
            """;

    static final String NAMES = """
            UNWIND $in.rows AS row
            MATCH (e:Entity {tenant: $tenant, id: row.entity})
            MERGE (n:Name {scope: row.scope, key: row.key})
            MERGE (n)-[:NAMES]->(e)
            """;

    static final String TURNS = """
            UNWIND $in.rows AS row
            MERGE (t:Turn {tenant: $tenant, id: row.id})
            WITH t, row WHERE properties(t) <> row.properties
            SET t = row.properties
            """;

    static final String FACTS = """
            UNWIND $in.rows AS row
            MERGE (f:Fact {tenant: $tenant, id: row.id})
            WITH f, row WHERE properties(f) <> row.properties
            SET f = row.properties
            """;

    /** Drops mentions that a turn no longer makes; returns what they led to. */
    static final String STALE_TURN_LINKS = """
            UNWIND $in.rows AS row
            MATCH (:Turn {tenant: $tenant, id: row.id})-[r:MENTIONS]->(target)
            WHERE NOT target.id IN row.entities
            WITH r, target.id AS id
            DELETE r
            RETURN DISTINCT id, true AS entity
            """;

    /** Drops links that a fact no longer has; returns what they led to. */
    static final String STALE_FACT_LINKS = """
            UNWIND $in.rows AS row
            MATCH (:Fact {tenant: $tenant, id: row.id})-[r:MENTIONS|STATED_IN|SUPERSEDED_BY|CONTRADICTS|DERIVED_FROM]->(target)
            WHERE NOT target.id IN CASE type(r)
              WHEN 'MENTIONS' THEN row.entities
              WHEN 'STATED_IN' THEN row.turns
              WHEN 'SUPERSEDED_BY' THEN row.superseded_by
              WHEN 'DERIVED_FROM' THEN row.derived_from
              ELSE row.contradicts END
            WITH r, target.id AS id, type(r) = 'MENTIONS' AS entity
            DELETE r
            RETURN DISTINCT id, entity
            """;

    /** Drops relations that a fact no longer states; returns their ends. */
    static final String STALE_RELATIONS = """
            UNWIND $in.rows AS row
            MATCH (subject)-[r:RELATED]->(object)
            USING INDEX SEEK r:RELATED(tenant, fact)
            WHERE r.tenant = $tenant AND r.fact = row.id
              AND NOT [subject.id, r.type, object.id] IN row.relations
            WITH r, [subject.id, object.id] AS ends
            DELETE r
            WITH ends
            UNWIND ends AS id
            RETURN DISTINCT id, true AS entity
            """;

    static final String TURN_MENTIONS = """
            UNWIND $in.rows AS row
            MATCH (t:Turn {tenant: $tenant, id: row.from})
            MERGE (e:Entity {tenant: $tenant, id: row.to})
            MERGE (t)-[m:MENTIONS]->(e)
            WITH m, row WHERE NOT coalesce(m.tenant = $tenant AND m.entity = row.to AND m.at = row.at, false)
            SET m.tenant = $tenant, m.entity = row.to, m.at = row.at
            """;

    static final String FACT_MENTIONS = """
            UNWIND $in.rows AS row
            MATCH (f:Fact {tenant: $tenant, id: row.from})
            MERGE (e:Entity {tenant: $tenant, id: row.to})
            MERGE (f)-[m:MENTIONS]->(e)
            WITH m, row WHERE NOT coalesce(m.tenant = $tenant AND m.entity = row.to AND m.at = row.at, false)
            SET m.tenant = $tenant, m.entity = row.to, m.at = row.at
            """;

    /** Adds relations that are not there yet. Asking by fact, because a merge may walk all relations there are. */
    static final String RELATIONS = """
            UNWIND $in.rows AS row
            CALL (row) {
              OPTIONAL MATCH ()-[r:RELATED]->()
              USING INDEX SEEK r:RELATED(tenant, fact)
              WHERE r.tenant = $tenant AND r.fact = row.fact AND r.type = row.type
                AND startNode(r).id = row.from AND endNode(r).id = row.to
              RETURN count(r) AS known
            }
            WITH row WHERE known = 0
            MERGE (subject:Entity {tenant: $tenant, id: row.from})
            MERGE (object:Entity {tenant: $tenant, id: row.to})
            CREATE (subject)-[:RELATED {tenant: $tenant, fact: row.fact, type: row.type}]->(object)
            """;

    static final String STATED_IN = """
            UNWIND $in.rows AS row
            MATCH (f:Fact {tenant: $tenant, id: row.from})
            MERGE (t:Turn {tenant: $tenant, id: row.to})
            MERGE (f)-[:STATED_IN]->(t)
            """;

    static final String SUPERSEDED_BY = """
            UNWIND $in.rows AS row
            MATCH (f:Fact {tenant: $tenant, id: row.from})
            MERGE (newer:Fact {tenant: $tenant, id: row.to})
            MERGE (f)-[:SUPERSEDED_BY]->(newer)
            """;

    static final String CONTRADICTS = """
            UNWIND $in.rows AS row
            MATCH (f:Fact {tenant: $tenant, id: row.from})
            MERGE (other:Fact {tenant: $tenant, id: row.to})
            MERGE (f)-[:CONTRADICTS]->(other)
            """;

    static final String DERIVED_FROM = """
            UNWIND $in.rows AS row
            MATCH (f:Fact {tenant: $tenant, id: row.from})
            MERGE (origin:Fact {tenant: $tenant, id: row.to})
            MERGE (f)-[:DERIVED_FROM]->(origin)
            """;

    /** Drops the relations of memories that are gone; returns their ends. */
    static final String GONE_RELATIONS = """
            UNWIND $in.rows AS id
            MATCH (subject)-[r:RELATED]->(object)
            USING INDEX SEEK r:RELATED(tenant, fact)
            WHERE r.tenant = $tenant AND r.fact = id
            WITH r, [subject.id, object.id] AS ends
            DELETE r
            WITH ends
            UNWIND ends AS end
            RETURN DISTINCT end AS id, true AS entity
            """;

    /** Drops memories that are gone; returns what they led to. */
    static final String GONE = """
            UNWIND $in.rows AS gone
            CALL (gone) {
              MATCH (n:Fact {tenant: $tenant, id: gone}) RETURN n
              UNION ALL
              MATCH (n:Turn {tenant: $tenant, id: gone}) RETURN n
            }
            CALL (n) {
              OPTIONAL MATCH (n)-[r:MENTIONS|STATED_IN|SUPERSEDED_BY|CONTRADICTS|DERIVED_FROM]->(target)
              RETURN collect({id: target.id, entity: type(r) = 'MENTIONS'}) AS targets
            }
            WITH collect(n) AS nodes, collect(targets) AS lists
            FOREACH (n IN nodes | DETACH DELETE n)
            WITH lists
            UNWIND lists AS targets
            UNWIND targets AS target
            WITH target WHERE target.id IS NOT NULL
            RETURN DISTINCT target.id AS id, target.entity AS entity
            """;

    /** Holds entities until the transaction ends, so that nobody links to one between the check and the removal. */
    static final String HOLD_ENTITIES = """
            UNWIND $in.rows AS id
            MATCH (e:Entity {tenant: $tenant, id: id})
            SET e.id = id
            """;

    /** Removes those of the entities that nothing names any more, and names that lead nowhere then. */
    static final String REMOVE_ORPHANS = """
            UNWIND $in.rows AS id
            MATCH (e:Entity {tenant: $tenant, id: id})
            WHERE NOT EXISTS { (e)<-[:MENTIONS]-() } AND NOT EXISTS { (e)-[:RELATED]-() }
            OPTIONAL MATCH (n:Name)-[:NAMES]->(e)
            WITH collect(DISTINCT e) AS entities, collect(DISTINCT n) AS names
            FOREACH (e IN entities | DETACH DELETE e)
            WITH names
            UNWIND names AS n
            WITH n WHERE NOT EXISTS { (n)-[:NAMES]->() }
            DELETE n
            """;

    /** Holds memories, see {@link #HOLD_ENTITIES}. */
    static final String HOLD_MEMORIES = """
            UNWIND $in.rows AS wanted
            CALL (wanted) {
              MATCH (n:Fact {tenant: $tenant, id: wanted}) RETURN n
              UNION ALL
              MATCH (n:Turn {tenant: $tenant, id: wanted}) RETURN n
            }
            SET n.id = wanted
            """;

    /** Removes those of the memories that are bare and that nothing links to any more. */
    static final String REMOVE_BARE = """
            UNWIND $in.rows AS wanted
            CALL (wanted) {
              MATCH (n:Fact {tenant: $tenant, id: wanted}) RETURN n
              UNION ALL
              MATCH (n:Turn {tenant: $tenant, id: wanted}) RETURN n
            }
            WITH DISTINCT n
            WHERE n.scope IS NULL AND NOT EXISTS { (n)<--() }
            DELETE n
            """;

    private ApplyCypher() {}
}
