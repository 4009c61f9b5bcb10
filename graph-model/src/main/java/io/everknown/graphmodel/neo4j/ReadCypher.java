package io.everknown.graphmodel.neo4j;

/** The statements that read the graph. Each begins from an index that contains the tenant. */
final class ReadCypher {

    /** Whether a fact {@code n} held at {@code $moment}, as far as was known at {@code $known_at} or is today. */
    private static final String HELD = """
            CASE
              WHEN $known_at IS NULL OR n.past_until IS NULL OR n.past_until[-1] <= $known_at THEN
                n.valid_from <= $moment
                  AND (n.valid_to IS NULL OR $moment < n.valid_to)
                  AND (n.retracted_at IS NULL OR ($known_at IS NOT NULL AND n.retracted_at > $known_at))
              ELSE any(i IN range(0, size(n.past_until) - 1) WHERE
                $known_at < n.past_until[i] AND (i = 0 OR n.past_until[i - 1] <= $known_at)
                  AND n.past_from[i] <= $moment AND $moment < n.past_to[i] AND $known_at < n.past_retracted[i])
            END""";

    /** Whether a memory {@code n} shows in a frame: {@code TimeFrame.shows} and the audiences in Cypher. */
    private static final String SHOWN = """
            n.scope IN $in.scopes
              AND ($known_at IS NULL OR n.recorded_at <= $known_at)
              AND CASE
                WHEN n:Turn THEN $as_of IS NULL OR n.occurred_at <= $as_of
                ELSE NOT $restricted OR (%s)
                END""".formatted(HELD);

    /**
     * Memories that hang on the entities with certain names.
     *
     * <p>An entity counts by 1 / log(2 + its mentions), so that rare ones lead, and a memory by the sum over the
     * question's entities that it names. Of an entity only the newest mentions are looked at, which keeps a hub from
     * costing more than its share: the order names all columns of the index, so that the server reads it backwards and
     * stops; of what dates from one moment the smaller ids come first. The second hop leads through relations stated by the newest facts of a first one.
     */
    static final String EXPAND = """
            UNWIND $in.scopes AS scope
            UNWIND $in.keys AS key
            MATCH (name:Name {scope: scope, key: key})-[:NAMES]->(e:Entity)
            USING INDEX SEEK name:Name(scope, key)
            WHERE e.scope = scope
            WITH DISTINCT e
            WITH e, COUNT { (e)<-[:MENTIONS]-() } AS mentions
            ORDER BY mentions, e.id
            LIMIT $seeds
            WITH e, 1.0 / log(2 + mentions) AS weight
            WITH collect({entity: e, weight: weight}) AS seeds, collect(e) AS seen
            CALL (seeds, seen) {
              UNWIND seeds AS seed
              WITH seed.entity AS e, seed.weight AS weight
              CALL (e) {
                MATCH (n)-[m:MENTIONS]->()
                USING INDEX SEEK m:MENTIONS(tenant, entity, at)
                WHERE m.tenant = $tenant AND m.entity = e.id AND m.at <= $until
                WITH n, m.tenant AS t, m.entity AS of, m.at AS at, n.id AS id ORDER BY t DESC, of DESC, at DESC, id LIMIT $scanned
                WITH n, t, of, at, id WHERE %1$s
                WITH n, t, of, at, id ORDER BY t DESC, of DESC, at DESC, id LIMIT $newest
                RETURN n, at
              }
              RETURN n, at, weight, 1 AS hops, [e.name] AS path
              UNION ALL
              UNWIND seeds AS seed
              WITH seen, seed.entity AS e, seed.weight AS weight
              CALL (e) {
                MATCH (n:Fact)-[m:MENTIONS]->()
                USING INDEX SEEK m:MENTIONS(tenant, entity, at)
                WHERE m.tenant = $tenant AND m.entity = e.id AND m.at <= $until
                WITH n, m.tenant AS t, m.entity AS of, m.at AS at, n.id AS id ORDER BY t DESC, of DESC, at DESC, id LIMIT $bridges
                WITH n WHERE %1$s
                MATCH (subject)-[r:RELATED]->(object)
                USING INDEX SEEK r:RELATED(tenant, fact)
                WHERE r.tenant = $tenant AND r.fact = n.id
                UNWIND [subject, object] AS near
                RETURN DISTINCT near
              }
              WITH seen, e, weight, near
              WHERE NOT near IN seen AND near.scope IN $in.scopes
              WITH near, e, weight ORDER BY weight DESC, e.id
              WITH near, collect({entity: e, weight: weight})[0] AS seed
              WITH near, seed, seed.weight * $discount / log(2 + COUNT { (near)<-[:MENTIONS]-() }) AS weight
              ORDER BY weight DESC, near.id
              LIMIT $neighbours
              CALL (near) {
                MATCH (n)-[m:MENTIONS]->()
                USING INDEX SEEK m:MENTIONS(tenant, entity, at)
                WHERE m.tenant = $tenant AND m.entity = near.id AND m.at <= $until
                WITH n, m.tenant AS t, m.entity AS of, m.at AS at, n.id AS id ORDER BY t DESC, of DESC, at DESC, id LIMIT $far_scanned
                WITH n, t, of, at, id WHERE %1$s
                WITH n, t, of, at, id ORDER BY t DESC, of DESC, at DESC, id LIMIT $far_newest
                RETURN n, at
              }
              RETURN n, at, weight, 2 AS hops, [seed.entity.name, near.name] AS path
            }
            WITH n, at, weight, hops, path ORDER BY hops, weight DESC, path
            WITH n, at, min(hops) AS hops, collect(path)[0] AS path,
              sum(CASE WHEN hops = 1 THEN weight ELSE 0.0 END) AS direct, sum(weight) AS all
            WITH n.id AS memory, at, hops, path, CASE WHEN hops = 1 THEN direct ELSE all END AS score
            ORDER BY score DESC, at DESC, memory
            LIMIT $limit
            RETURN memory, score, hops, path
            """.formatted(SHOWN);

    /** What {@link EntityRecord} is made of, for an entity {@code e} and the audiences that count. */
    private static final String ENTITY_RECORD = """
            RETURN e {
              .id, .key, .name, .type,
              __nodeLabels__: labels(e),
              __elementId__: elementId(e),
              aliases: COLLECT {
                MATCH (a:Name)-[:NAMES]->(e) WHERE a.key <> e.key RETURN a.key AS alias ORDER BY alias
              },
              facts: COUNT { (f:Fact)-[:MENTIONS]->(e) WHERE f.scope IN $scopes }
            } AS entity
            """;

    /** A page of entities; {@code $part} is empty for all. */
    static final String ENTITY_PAGE = """
            UNWIND $scopes AS scope
            CALL (scope) {
              MATCH (e:Entity)
              USING INDEX SEEK e:Entity(scope, key, id)
              WHERE e.scope = scope AND e.key >= $after_key AND e.id IS NOT NULL
                AND (e.key > $after_key OR e.id > $after_id)
                AND ($part = '' OR e.key CONTAINS $part
                  OR EXISTS { MATCH (a:Name)-[:NAMES]->(e) WHERE a.key CONTAINS $part })
              RETURN e ORDER BY e.key, e.id LIMIT $limit
            }
            WITH e ORDER BY e.key, e.id LIMIT $limit
            """ + ENTITY_RECORD;

    static final String ENTITIES_BY_ID = """
            UNWIND $ids AS id
            MATCH (e:Entity {tenant: $tenant, id: id})
            WHERE e.scope IN $scopes
            """ + ENTITY_RECORD;

    /** Relations that lead to or from the entities, those that hold and the newest first. */
    static final String RELATIONS = """
            UNWIND $ids AS id
            MATCH (:Entity {tenant: $tenant, id: id})-[r:RELATED]-(o:Entity)
            WHERE o.scope IN $scopes
            WITH DISTINCT r
            MATCH (n:Fact {tenant: $tenant, id: r.fact})
            WHERE n.scope IN $scopes AND ($known_at IS NULL OR n.recorded_at <= $known_at)
            WITH r, n, %s AS current
            ORDER BY current DESC, n.valid_from DESC, n.id, r.type
            LIMIT $limit
            RETURN startNode(r).id AS source, r.type AS type, endNode(r).id AS target,
              n.id AS fact, n.text AS text, current
            """.formatted(HELD);

    /** All nodes of a tenant, without those that are only linked to. */
    static final String ALL_NODES = """
            CALL () {
              MATCH (n:Entity) WHERE n.tenant = $tenant AND n.id IS NOT NULL RETURN n
              UNION ALL
              MATCH (n:Fact) WHERE n.tenant = $tenant AND n.id IS NOT NULL RETURN n
              UNION ALL
              MATCH (n:Turn) WHERE n.tenant = $tenant AND n.id IS NOT NULL RETURN n
              UNION ALL
              MATCH (n:Name) USING INDEX SEEK n:Name(scope, key) WHERE n.scope STARTS WITH $prefix AND n.key IS NOT NULL RETURN n
            }
            WITH n WHERE n.scope IS NOT NULL
            RETURN labels(n)[0] AS label, properties(n) AS properties
            """;

    /** All relationships between the nodes of {@link #ALL_NODES}. */
    static final String ALL_RELATIONSHIPS = """
            CALL () {
              MATCH (n:Entity) WHERE n.tenant = $tenant AND n.id IS NOT NULL RETURN n
              UNION ALL
              MATCH (n:Fact) WHERE n.tenant = $tenant AND n.id IS NOT NULL RETURN n
              UNION ALL
              MATCH (n:Turn) WHERE n.tenant = $tenant AND n.id IS NOT NULL RETURN n
              UNION ALL
              MATCH (n:Name) USING INDEX SEEK n:Name(scope, key) WHERE n.scope STARTS WITH $prefix AND n.key IS NOT NULL RETURN n
            }
            MATCH (n)-[r]->(o)
            WHERE n.scope IS NOT NULL AND o.scope IS NOT NULL
            RETURN labels(n)[0] + ' ' + coalesce(n.id, n.scope + ' ' + n.key) AS source,
              type(r) AS type, properties(r) AS properties,
              labels(o)[0] + ' ' + coalesce(o.id, o.scope + ' ' + o.key) AS target
            """;

    static final String CLEAR_RELATIONS = """
            MATCH ()-[r:RELATED]->()
            USING INDEX SEEK r:RELATED(tenant, fact)
            WHERE r.tenant = $tenant AND r.fact IS NOT NULL
            WITH r LIMIT $batch
            DELETE r
            RETURN count(*) AS removed
            """;

    static final String CLEAR_FACTS = """
            MATCH (n:Fact) WHERE n.tenant = $tenant AND n.id IS NOT NULL
            WITH n LIMIT $batch
            DETACH DELETE n
            RETURN count(*) AS removed
            """;

    static final String CLEAR_TURNS = """
            MATCH (n:Turn) WHERE n.tenant = $tenant AND n.id IS NOT NULL
            WITH n LIMIT $batch
            DETACH DELETE n
            RETURN count(*) AS removed
            """;

    static final String CLEAR_NAMES = """
            MATCH (n:Name) USING INDEX SEEK n:Name(scope, key) WHERE n.scope STARTS WITH $prefix AND n.key IS NOT NULL
            WITH n LIMIT $batch
            DETACH DELETE n
            RETURN count(*) AS removed
            """;

    static final String CLEAR_ENTITIES = """
            MATCH (n:Entity) WHERE n.tenant = $tenant AND n.id IS NOT NULL
            WITH n LIMIT $batch
            DETACH DELETE n
            RETURN count(*) AS removed
            """;

    static final String PING = "RETURN 1 AS one";

    private ReadCypher() {}
}
