package io.everknown.graphmodel.neo4j;

import java.util.Collection;
import java.util.List;
import org.springframework.data.neo4j.repository.query.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/** Entities as people see them. It inherits no method that would look beyond one scope. */
interface EntityRepository extends Repository<EntityRecord, String> {

    /** A page in the order of key and id, from behind {@code afterKey} and {@code afterId}. */
    @Query(ReadCypher.ENTITY_PAGE)
    List<EntityRecord> page(
            @Param("scopes") Collection<String> scopes,
            @Param("part") String part,
            @Param("after_key") String afterKey,
            @Param("after_id") String afterId,
            @Param("limit") int limit);

    /** Those of the entities that the scopes may see, in no order. */
    @Query(ReadCypher.ENTITIES_BY_ID)
    List<EntityRecord> visible(
            @Param("tenant") String tenant,
            @Param("scopes") Collection<String> scopes,
            @Param("ids") Collection<String> ids);
}
