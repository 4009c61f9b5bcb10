-- Whoever keeps an audience at hand keeps what its memories name too. That changes without a memory being written, by a
-- merge of two names or its end; but whatever changes it enters the memories that the graph has to draw anew in the
-- outbox, in the same transaction. So the outbox tells which memories to read again. What is gone has told of itself.
CREATE FUNCTION graph_outbox_entered() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    c record;
BEGIN
    FOR c IN
        SELECT m.tenant_id, m.audience, array_agg(m.id) AS ids
        FROM (SELECT t.tenant_id, t.audience, t.id FROM fresh e JOIN turn t ON t.id = e.memory_id
              UNION ALL SELECT f.tenant_id, f.audience, f.id FROM fresh e JOIN fact f ON f.id = e.memory_id) m
        GROUP BY 1, 2 ORDER BY 1, 2
    LOOP
        PERFORM audience_changed(c.tenant_id, c.audience, c.ids);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE TRIGGER graph_outbox_inserted AFTER INSERT ON graph_outbox REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION graph_outbox_entered();
CREATE TRIGGER graph_outbox_updated AFTER UPDATE ON graph_outbox REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION graph_outbox_entered();
