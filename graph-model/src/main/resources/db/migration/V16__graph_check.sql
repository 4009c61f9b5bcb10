-- A graph that is checked and drawn anew.

-- Enters memories that the graph is to draw anew although nothing about them changed: who keeps them at hand need not read
-- them again. What is waiting already stays as it is. Returns what was entered.
CREATE FUNCTION enter_unchanged(of_tenant uuid, memories uuid[]) RETURNS SETOF uuid
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config('app.unchanged', 'on', true);
    RETURN QUERY
        INSERT INTO graph_outbox (tenant_id, user_id, memory_id, entered_at)
        SELECT of_tenant, coalesce(t.user_id, f.user_id, 'nobody'), w.id, now()
        FROM (SELECT DISTINCT unnest(memories) AS id) w
        LEFT JOIN turn t ON t.id = w.id AND t.tenant_id = of_tenant
        LEFT JOIN fact f ON f.id = w.id AND f.tenant_id = of_tenant
        ORDER BY w.id
        ON CONFLICT (tenant_id, memory_id) DO NOTHING
        RETURNING memory_id;
    PERFORM set_config('app.unchanged', 'off', true);
END
$$;

DROP TRIGGER graph_outbox_inserted ON graph_outbox;
CREATE TRIGGER graph_outbox_inserted AFTER INSERT ON graph_outbox REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT WHEN (current_setting('app.unchanged', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION graph_outbox_entered();

-- The worker goes through all tenants but reads rows of none before it has chosen one. One look at the index a tenant.
CREATE FUNCTION tenants_with_memories(after_tenant uuid, at_most int) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    candidate uuid := after_tenant;
BEGIN
    FOR n IN 1 .. at_most LOOP
        SELECT tenant_id INTO candidate FROM audience_version
        WHERE candidate IS NULL OR tenant_id > candidate ORDER BY tenant_id LIMIT 1;
        EXIT WHEN NOT FOUND;
        RETURN NEXT candidate;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION tenants_with_memories(uuid, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_memories(uuid, int) TO everknown_app;

-- Pages of what the graph is to hold, in the order of ids.
CREATE INDEX turn_page ON turn (tenant_id, id) WHERE state = 'processed';
CREATE INDEX fact_page ON fact (tenant_id, id);
