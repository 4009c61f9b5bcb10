-- Jobs of any kind. Until now each was the extraction of one request's turns.
ALTER TABLE job
    ADD COLUMN kind             text NOT NULL DEFAULT 'extract',
    ADD COLUMN parameters       jsonb NOT NULL DEFAULT '{}',
    -- Jobs of one lane of a tenant are done one at a time, in the order of created_at and id.
    ADD COLUMN lane             text,
    -- False while an earlier job of the lane is unfinished.
    ADD COLUMN ready            boolean NOT NULL DEFAULT true,
    -- The tenant has one unfinished job of this kind at most.
    ADD COLUMN single           boolean NOT NULL DEFAULT false,
    ADD COLUMN due_at           timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN steps_done       bigint NOT NULL DEFAULT 0,
    ADD COLUMN steps_total      bigint,
    ADD COLUMN result           jsonb,
    ADD COLUMN error_code       text,
    -- Who has it, and until when unless it is heard of. An attempt is known by its number.
    ADD COLUMN worker           text,
    ADD COLUMN held_until       timestamptz,
    ADD COLUMN cancel_requested boolean NOT NULL DEFAULT false,
    ALTER COLUMN user_id DROP NOT NULL,
    DROP CONSTRAINT job_state_check,
    ADD CONSTRAINT job_state_check CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled'));

UPDATE job SET
    parameters = jsonb_build_object('conversation_id', conversation_id, 'turns', to_jsonb(turns)),
    lane = 'user/' || user_id,
    state = CASE WHEN state = 'running' THEN 'queued' ELSE state END,
    error_code = CASE WHEN last_error IS NOT NULL THEN 'internal_error' END;
UPDATE job j SET ready = false
WHERE state = 'queued' AND EXISTS (
    SELECT FROM job b WHERE b.tenant_id = j.tenant_id AND b.lane = j.lane AND b.state = 'queued'
                        AND (b.created_at, b.id) < (j.created_at, j.id));

ALTER TABLE job
    ALTER COLUMN kind DROP DEFAULT,
    DROP COLUMN conversation_id,
    DROP COLUMN turns;

-- Rows change often and are found by state: room for it on the page, and early cleaning.
ALTER TABLE job SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

-- Ended jobs go after a while; their turns stay.
ALTER TABLE turn DROP CONSTRAINT turn_job_id_fkey,
    ADD CONSTRAINT turn_job_id_fkey FOREIGN KEY (job_id) REFERENCES job ON DELETE SET NULL;

DROP INDEX job_waiting, job_user;
CREATE INDEX job_due ON job (tenant_id, due_at, id) WHERE state = 'queued' AND ready;
CREATE INDEX job_held ON job (held_until) WHERE state = 'running';
CREATE INDEX job_lane ON job (tenant_id, lane, created_at, id) WHERE lane IS NOT NULL AND state IN ('queued', 'running');
CREATE UNIQUE INDEX job_lane_head ON job (tenant_id, lane)
    WHERE lane IS NOT NULL AND ready AND state IN ('queued', 'running');
CREATE UNIQUE INDEX job_single ON job (tenant_id, kind) WHERE single AND state IN ('queued', 'running');
CREATE INDEX job_unfinished ON job (kind, state) INCLUDE (ready, due_at) WHERE state IN ('queued', 'running', 'failed');
CREATE INDEX job_listed ON job (tenant_id, id);
CREATE INDEX job_of_user ON job (tenant_id, user_id, id);
CREATE INDEX job_dead ON job (tenant_id, id) WHERE state = 'failed';
CREATE INDEX job_ended ON job (finished_at) WHERE state IN ('done', 'cancelled');

-- When the head of a lane ends, the next job of the lane may begin. Who enters a job into a lane takes the same lock, so
-- that none is left behind that sees the head unfinished when it has just ended.
CREATE FUNCTION job_lane_lock(of_tenant uuid, of_lane text) RETURNS void
    LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock(hashtextextended(of_tenant || '/' || of_lane, 3)) $$;

CREATE FUNCTION job_lane_moves() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM job_lane_lock(NEW.tenant_id, NEW.lane);
    UPDATE job SET ready = true WHERE id = (
        SELECT id FROM job WHERE tenant_id = NEW.tenant_id AND lane = NEW.lane AND state = 'queued' AND NOT ready
        ORDER BY created_at, id LIMIT 1 FOR UPDATE);
    RETURN NULL;
END
$$;
CREATE TRIGGER job_lane_moves AFTER UPDATE OF state ON job FOR EACH ROW
    WHEN (OLD.lane IS NOT NULL AND OLD.ready AND OLD.state IN ('queued', 'running')
          AND NEW.state NOT IN ('queued', 'running'))
    EXECUTE FUNCTION job_lane_moves();

-- What workers may know beyond one tenant: which tenant is next, whether they still hold what they hold, and counts.
-- The smallest tenant after the given one that has a due job. One look at the index for each tenant passed over.
CREATE FUNCTION next_tenant_with_jobs(previous uuid, passed_over uuid[]) RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
    candidate uuid := coalesce(previous, '00000000-0000-0000-0000-000000000000');
    due       timestamptz;
BEGIN
    LOOP
        SELECT tenant_id, due_at INTO candidate, due FROM job
        WHERE state = 'queued' AND ready AND tenant_id > candidate ORDER BY tenant_id, due_at, id LIMIT 1;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        IF due <= now() AND candidate <> ALL(passed_over) THEN
            RETURN candidate;
        END IF;
    END LOOP;
END
$$;

-- A row that is locked is just being ended, by whoever holds it; it counts as held.
CREATE FUNCTION renew_jobs(ids uuid[], of_attempts int[], done bigint[], total bigint[], hold interval)
    RETURNS TABLE (id uuid, cancel_requested boolean)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    WITH mine AS (
        SELECT j.id, j.cancel_requested, b.done, b.total
        FROM unnest(ids, of_attempts, done, total) AS b(id, attempt, done, total)
        JOIN job j ON j.id = b.id AND j.attempts = b.attempt AND j.state = 'running'),
    free AS (
        SELECT j.id FROM job j WHERE j.id IN (SELECT mine.id FROM mine) AND j.state = 'running'
        ORDER BY j.id FOR UPDATE SKIP LOCKED),
    renewed AS (
        UPDATE job SET held_until = now() + hold, steps_done = mine.done, steps_total = mine.total
        FROM free JOIN mine ON mine.id = free.id
        WHERE job.id = free.id)
    SELECT mine.id, mine.cancel_requested FROM mine
$$;

CREATE FUNCTION reclaim_jobs() RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    WITH lost AS (
        SELECT id FROM job WHERE state = 'running' AND held_until < now() FOR UPDATE SKIP LOCKED),
    queued AS (
        UPDATE job SET state = 'queued', due_at = now(), worker = NULL, held_until = NULL, failures = failures + 1,
                       error_code = 'worker_lost', last_error = 'not heard of: ' || worker
        WHERE id IN (SELECT id FROM lost) RETURNING 1)
    SELECT count(*)::int FROM queued
$$;

CREATE FUNCTION clean_jobs(keep interval, at_most int) RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    WITH old AS (
        SELECT id FROM job WHERE state IN ('done', 'cancelled') AND finished_at < now() - keep
        ORDER BY finished_at LIMIT at_most FOR UPDATE SKIP LOCKED),
    gone AS (DELETE FROM job WHERE id IN (SELECT id FROM old) RETURNING 1)
    SELECT count(*)::int FROM gone
$$;

CREATE FUNCTION job_depths()
    RETURNS TABLE (kind text, queued bigint, running bigint, dead bigint, oldest_wait interval)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT kind,
           count(*) FILTER (WHERE state = 'queued'),
           count(*) FILTER (WHERE state = 'running'),
           count(*) FILTER (WHERE state = 'failed'),
           greatest(now() - min(due_at) FILTER (WHERE state = 'queued' AND ready), interval '0')
    FROM job WHERE state IN ('queued', 'running', 'failed') GROUP BY kind
$$;

DROP FUNCTION scopes_with_jobs(int);
REVOKE ALL ON FUNCTION next_tenant_with_jobs(uuid, uuid[]), renew_jobs(uuid[], int[], bigint[], bigint[], interval),
    reclaim_jobs(), clean_jobs(interval, int), job_depths() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_tenant_with_jobs(uuid, uuid[]), renew_jobs(uuid[], int[], bigint[], bigint[], interval),
    reclaim_jobs(), clean_jobs(interval, int), job_depths() TO everknown_app;

-- How long the last run of each recurring job took; the scheduler's own table has the rest. Nothing of a tenant.
CREATE TABLE periodic_run (
    name text PRIMARY KEY,
    took interval NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON periodic_run TO everknown_app;

-- Jobs are taken from their own table now.
DELETE FROM scheduled_tasks WHERE task_name IN ('derive-jobs', 'find-jobs');
