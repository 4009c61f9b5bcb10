package io.everknown.graphmodel.postgres;

import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.graph.GraphProjection.FactNode;
import io.everknown.memory.graph.GraphProjection.RelationEdge;
import io.everknown.memory.graph.GraphProjection.TurnNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which entity stands for which in the graph, for the memories of one projection. */
final class EntityIdentity {

    /** First words of a person's name by which nobody is called. */
    private static final Set<String> TITLES = Set.of(
            "the", "a", "an", "my", "our", "your", "his", "her", "their", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr",
            "dr.", "prof", "prof.", "aunt", "uncle", "grandma", "grandpa", "saint", "st.");

    private final JdbcClient sql;
    private final UUID tenant;
    private final Map<UUID, UUID> roots = new HashMap<>();
    /** For each memory, entities that stand there for another: who "Anna" is where two are called so. */
    private final Map<UUID, Map<UUID, UUID>> meant = new HashMap<>();

    private EntityIdentity(JdbcClient sql, UUID tenant) {
        this.sql = sql;
        this.tenant = tenant;
    }

    static EntityIdentity of(JdbcClient sql, UUID tenant, List<Naming> memories) {
        EntityIdentity identity = new EntityIdentity(sql, tenant);
        identity.readRoots(Naming.named(memories));
        identity.readMeant(memories);
        return identity;
    }

    private void readRoots(Set<UUID> named) {
        if (named.isEmpty()) {
            return;
        }
        sql.sql("SELECT id, coalesce(canonical, id) AS root FROM entity WHERE tenant_id = ? AND id = ANY(?::uuid[])")
                .param(tenant)
                .param(Columns.of(List.copyOf(named), id -> id))
                .query((row, n) -> Map.entry(Rows.uuid(row, "id"), Rows.uuid(row, "root")))
                .list()
                .forEach(entry -> roots.put(entry.getKey(), entry.getValue()));
    }

    /** What is said of a name counts for the memory that says it and for the facts told in it. */
    private void readMeant(List<Naming> namings) {
        if (namings.isEmpty()) {
            return;
        }
        Map<UUID, Set<UUID>> memories = new HashMap<>();
        for (Naming naming : namings) {
            memories.computeIfAbsent(naming.memory(), id -> new HashSet<>()).add(naming.memory());
            naming.turns()
                    .forEach(turn -> memories.computeIfAbsent(turn, id -> new HashSet<>())
                            .add(naming.memory()));
        }
        sql.sql("""
                SELECT s.memory_id, c.state, c.alias_id, c.entity_id FROM entity_merge_source s
                JOIN entity_merge c ON c.id = s.merge_id
                WHERE s.tenant_id = ? AND s.memory_id = ANY(?::uuid[]) AND c.state IN ('name_shared', 'role_shared')
                ORDER BY c.id
                """)
                .param(tenant)
                .param(Columns.of(List.copyOf(memories.keySet()), id -> id))
                .query((row, n) -> new Meant(
                        Rows.uuid(row, "memory_id"),
                        Rows.text(row, "state").equals("name_shared"),
                        Rows.uuid(row, "alias_id"),
                        Rows.uuid(row, "entity_id")))
                .list()
                .forEach(row -> memories.getOrDefault(row.memory, Set.of())
                        .forEach(memory -> meant.computeIfAbsent(memory, id -> new LinkedHashMap<>())
                                .putIfAbsent(row.name ? row.entity : row.alias, row.name ? row.alias : row.entity)));
    }

    FactNode of(FactNode fact) {
        Naming named = of(Naming.of(fact));
        return fact.naming(named.entities(), named.relations());
    }

    /** What a memory names in the graph. */
    Naming of(Naming naming) {
        Map<UUID, UUID> here = meantIn(naming.memory(), naming.entities());
        LinkedHashSet<RelationEdge> relations = new LinkedHashSet<>();
        for (RelationEdge relation : naming.relations()) {
            RelationEdge mapped =
                    new RelationEdge(root(relation.subject(), here), relation.type(), root(relation.object(), here));
            boolean became = mapped.subject().equals(mapped.object())
                    && !relation.subject().equals(relation.object());
            if (!became) {
                relations.add(mapped);
            }
        }
        return new Naming(naming.memory(), naming.turns(), roots(naming.entities(), here), List.copyOf(relations));
    }

    TurnNode of(TurnNode turn) {
        return new TurnNode(
                turn.id(),
                turn.audience(),
                turn.conversation(),
                turn.position(),
                turn.occurredAt(),
                turn.recordedAt(),
                of(Naming.of(turn)).entities());
    }

    /** What a memory means instead, of what it names: only where it names both. */
    private Map<UUID, UUID> meantIn(UUID memory, List<UUID> named) {
        Map<UUID, UUID> here = new HashMap<>();
        meant.getOrDefault(memory, Map.of()).forEach((entity, instead) -> {
            if (named.contains(entity) && named.contains(instead)) {
                here.put(entity, instead);
            }
        });
        return here;
    }

    private List<UUID> roots(List<UUID> entities, Map<UUID, UUID> here) {
        return entities.stream().map(id -> root(id, here)).distinct().toList();
    }

    private UUID root(UUID entity, Map<UUID, UUID> here) {
        UUID instead = here.getOrDefault(entity, entity);
        return roots.getOrDefault(instead, instead);
    }

    /** The nodes of these entities, with all names of those they stand for. */
    List<EntityNode> nodes(Set<UUID> wanted) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<Member>> members = new LinkedHashMap<>();
        sql.sql("""
                SELECT id, coalesce(canonical, id) AS root, audience, key, name, type FROM entity
                WHERE tenant_id = :tenant AND (id = ANY(:ids::uuid[]) OR canonical = ANY(:ids::uuid[]))
                ORDER BY id
                """)
                .param("tenant", tenant)
                .param("ids", Columns.of(List.copyOf(wanted), id -> id))
                .query((row, n) -> new Member(
                        Rows.uuid(row, "id"),
                        Rows.uuid(row, "root"),
                        Rows.text(row, "audience"),
                        Rows.text(row, "key"),
                        Rows.text(row, "name"),
                        EntityType.valueOf(Rows.text(row, "type").toUpperCase(Locale.ROOT))))
                .list()
                .forEach(member -> members.computeIfAbsent(member.root, id -> new ArrayList<>())
                        .add(member));
        Map<UUID, Set<String>> shared = sharedNames(members);
        List<EntityNode> nodes = new ArrayList<>();
        members.forEach((root, all) -> all.stream()
                .filter(member -> member.id.equals(root))
                .findFirst()
                .ifPresent(own -> nodes.add(node(own, all, shared.getOrDefault(root, Set.of())))));
        return nodes;
    }

    private static EntityNode node(Member own, List<Member> all, Set<String> shared) {
        boolean person = all.stream().anyMatch(member -> member.type == EntityType.PERSON);
        Set<String> names = new LinkedHashSet<>();
        names.add(own.key);
        all.forEach(member -> names.addAll(names(member.key, member.type)));
        names.addAll(shared);
        return new EntityNode(
                own.id, own.audience, own.key, own.name, person ? EntityType.PERSON : own.type, List.copyOf(names));
    }

    /** Names that two people have: each is found by it, though neither is merged with it. */
    private Map<UUID, Set<String>> sharedNames(Map<UUID, List<Member>> members) {
        List<UUID> ids =
                members.values().stream().flatMap(List::stream).map(Member::id).toList();
        Map<UUID, Set<String>> shared = new HashMap<>();
        sql.sql("""
                SELECT coalesce(x.canonical, x.id) AS root, y.key
                FROM entity_merge c
                JOIN entity x ON x.id = CASE c.state WHEN 'name_shared' THEN c.alias_id ELSE c.entity_id END
                JOIN entity y ON y.id = CASE c.state WHEN 'name_shared' THEN c.entity_id ELSE c.alias_id END
                WHERE c.tenant_id = ? AND c.state IN ('name_shared', 'role_shared') AND x.id = ANY(?::uuid[])
                ORDER BY 1, 2
                """)
                .param(tenant)
                .param(Columns.of(ids, id -> id))
                .query((row, n) -> Map.entry(Rows.uuid(row, "root"), Rows.text(row, "key")))
                .list()
                .forEach(entry -> shared.computeIfAbsent(entry.getKey(), id -> new LinkedHashSet<>())
                        .add(entry.getValue()));
        return shared;
    }

    /** The names by which a question may call an entity: its own, a person's first, and "my sister" of the user's. */
    private static List<String> names(String key, EntityType type) {
        List<String> names = new ArrayList<>(List.of(key));
        int blank = key.indexOf(' ');
        if (key.startsWith("the user's ")) {
            names.add("my " + key.substring("the user's ".length()));
        } else if (type == EntityType.PERSON
                && blank > 0
                && !TITLES.contains(key.substring(0, blank))
                && key.indexOf('\'') < 0
                && key.indexOf('’') < 0) {
            names.add(key.substring(0, blank));
        }
        return names;
    }

    private record Meant(UUID memory, boolean name, UUID alias, UUID entity) {}

    private record Member(UUID id, UUID root, String audience, String key, String name, EntityType type) {}
}
