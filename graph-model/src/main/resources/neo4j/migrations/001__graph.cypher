// Every look-up starts from one of these, and each begins with the tenant: nothing is ever searched across tenants.
CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (e:Entity) REQUIRE (e.tenant, e.id) IS UNIQUE;
CREATE CONSTRAINT fact_id IF NOT EXISTS FOR (f:Fact) REQUIRE (f.tenant, f.id) IS UNIQUE;
CREATE CONSTRAINT turn_id IF NOT EXISTS FOR (t:Turn) REQUIRE (t.tenant, t.id) IS UNIQUE;
CREATE CONSTRAINT name_key IF NOT EXISTS FOR (n:Name) REQUIRE (n.scope, n.key) IS UNIQUE;

// Pages of entities, in the order in which they are shown.
CREATE INDEX entity_page IF NOT EXISTS FOR (e:Entity) ON (e.scope, e.key, e.id);

// The newest mentions of an entity, without walking all that a hub has.
CREATE INDEX mention_newest IF NOT EXISTS FOR ()-[m:MENTIONS]-() ON (m.tenant, m.entity, m.at);

// The relations that a fact states.
CREATE INDEX relation_fact IF NOT EXISTS FOR ()-[r:RELATED]-() ON (r.tenant, r.fact);
