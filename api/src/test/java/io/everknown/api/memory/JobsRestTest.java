package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.job.ExtractTurns;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobQueue;
import io.everknown.memory.job.JobQueue.Failure;
import io.everknown.memory.job.JobResult;
import io.everknown.memory.job.NewJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Jobs over REST. Those of a kind that no worker knows stand as the test leaves them. */
@ApiTest
class JobsRestTest {

    private final String kind = "test-" + Ids.next();

    @Autowired
    private ApiClient api;

    @Autowired
    private JobLog jobs;

    @Autowired
    private JobQueue queue;

    private ApiClient.User admin;
    private ApiClient app;
    private ApiClient reader;

    @BeforeEach
    void register() {
        admin = api.newUser();
        app = api.bearer(admin.newApiKey("writer", true));
        reader = api.bearer(admin.newApiKey("reader", false));
    }

    @Test
    void aJobTellsHowFarItIs() {
        Job added = add("alice");
        JsonNode queued = shown(added);
        assertThat(queued.path("kind").asString()).isEqualTo(kind);
        assertThat(queued.path("state").asString()).isEqualTo("queued");
        assertThat(queued.path("user_id").asString()).isEqualTo("alice");
        assertThat(queued.path("next_attempt_at").asString()).isNotEmpty();
        assertThat(queued.path("turns").isNull()).isTrue();

        Job running = take();
        queue.renew(List.of(new JobQueue.Beat(running, new Job.Progress(3, 12L))), Duration.ofMinutes(5));
        assertThat(shown(added).at("/progress/done").asInt()).isEqualTo(3);
        assertThat(shown(added).at("/progress/total").asInt()).isEqualTo(12);
        queue.again(running, new Failure("model_away", "x"), Duration.ofHours(1));
        assertThat(shown(added).path("error_code").asString()).isEqualTo("model_away");
        assertThat(shown(added).path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void aDoneJobHasAResultAndCannotBeCancelledRetriedOrDiscarded() {
        Job added = add("alice");
        queue.done(take(), Job.Progress.NONE, JobResult.of(Map.of("facts", 7)));
        JsonNode done = shown(added);
        assertThat(done.path("state").asString()).isEqualTo("done");
        assertThat(done.at("/result/facts").asInt()).isEqualTo(7);
        for (String action : List.of("cancel", "retry", "discard")) {
            act(admin.api(), added, action).isProblem(409, "job_conflict");
        }
    }

    @Test
    void deadLettersAreListedRetriedAndDiscarded() {
        Job first = dead("alice");
        Job second = dead("bob");
        assertThat(ids(admin.api(), "/v1/jobs/dead-letters")).containsExactly(text(second), text(first));
        assertThat(ids(app, "/v1/jobs/dead-letters?user_id=bob")).containsExactly(text(second));
        assertThat(ids(admin.api(), "/v1/jobs/dead-letters?kind=other")).isEmpty();

        ApiClient.Answer again = ok(act(admin.api(), first, "retry"));
        assertThat(again.text("state")).isEqualTo("queued");
        act(admin.api(), first, "retry").isProblem(409, "job_conflict");
        assertThat(act(app, second, "discard?user_id=bob").status()).isEqualTo(204);
        admin.api().get("/v1/jobs/" + second.id()).isProblem(404, "not_found");
        assertThat(ids(admin.api(), "/v1/jobs/dead-letters")).isEmpty();
    }

    @Test
    void aJobIsCancelledAtOnceOrTold() {
        Job waiting = add("alice");
        assertThat(ok(act(app, waiting, "cancel?user_id=alice")).text("state")).isEqualTo("cancelled");
        act(app, waiting, "cancel?user_id=alice").isProblem(409, "job_conflict");
        Job running = add("alice");
        take();
        JsonNode told = ok(act(admin.api(), running, "cancel")).body();
        assertThat(told.path("state").asString()).isEqualTo("running");
        assertThat(told.path("cancelling").asBoolean()).isTrue();
    }

    @Test
    void theListIsFilteredAndPaged() {
        List<String> all = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            all.addFirst(text(add("alice")));
        }
        add("bob");
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            ApiClient.Answer page = ok(admin.api().get("/v1/jobs?user_id=alice&limit=2&cursor=" + cursor));
            items(page).forEach(item -> paged.add(item.path("job_id").asString()));
            cursor = page.body().path("next_cursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(paged).isEqualTo(all);
        assertThat(ids(admin.api(), "/v1/jobs")).hasSize(6);
        assertThat(ids(admin.api(), "/v1/jobs?state=queued&kind=" + kind)).hasSize(6);
        assertThat(ids(admin.api(), "/v1/jobs?state=done")).isEmpty();
        admin.api().get("/v1/jobs?state=odd").isProblem(400, "invalid_type");
        admin.api().get("/v1/jobs?limit=0").isProblem(400, "invalid_request");
        admin.api().get("/v1/jobs?cursor=odd").isProblem(400, "invalid_request");
    }

    @Test
    void whoIsNoAdminSeesTheirOwnAlone() {
        Job alices = dead("alice");
        Job tenants = dead(null);
        assertThat(ids(app, "/v1/jobs?user_id=bob")).isEmpty();
        app.get("/v1/jobs/" + alices.id() + "?user_id=bob").isProblem(404, "not_found");
        app.get("/v1/jobs/" + tenants.id() + "?user_id=alice").isProblem(404, "not_found");
        reader.get("/v1/jobs?user_id=alice").isProblem(403, "forbidden");
        assertThat(ids(reader, "/v1/jobs")).isEmpty();
        act(reader, alices, "retry").isProblem(403, "forbidden");
        assertThat(ids(admin.api(), "/v1/jobs")).containsExactlyInAnyOrder(text(alices), text(tenants));
    }

    @Test
    void anotherTenantsJobIsNotFound() {
        Job job = dead("alice");
        ApiClient.User stranger = api.newUser();
        for (String query : List.of("", "?user_id=alice")) {
            stranger.api().get("/v1/jobs/" + job.id() + query).isProblem(404, "not_found");
            for (String action : List.of("cancel", "retry", "discard")) {
                act(stranger.api(), job, action + query).isProblem(404, "not_found");
            }
        }
        assertThat(ids(stranger.api(), "/v1/jobs")).isEmpty();
        assertThat(ids(stranger.api(), "/v1/jobs/dead-letters?user_id=alice")).isEmpty();
        assertThat(shown(job).path("state").asString()).isEqualTo("failed");
    }

    @Test
    void anAdminSeesThatAUserHasAJobAndNotWhatWasSaid() {
        MemoryScope alice = new MemoryScope(UUID.fromString(admin.tenant()), "alice");
        Job job = jobs.add(new NewJob(
                alice.tenant(),
                "alice",
                ExtractTurns.KIND,
                Map.of("conversation_id", "secret talk", "turns", List.of()),
                null,
                false));
        assertThat(admin.api().get("/v1/jobs/" + job.id()).raw()
                        + admin.api().get("/v1/jobs").raw())
                .contains(text(job))
                .doesNotContain("secret talk");
        assertThat(ok(app.get("/v1/jobs/" + job.id() + "?user_id=alice")).text("conversation_id"))
                .isEqualTo("secret talk");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(shown(job).path("error_code").asString())
                        .as("without turns it can't be done")
                        .isEqualTo("invalid_parameters"));
        assertThat(shown(job).path("state").asString()).isEqualTo("failed");
    }

    @Test
    void recurringJobsAreForAdmins() {
        reader.get("/v1/jobs/periodic").isProblem(403, "forbidden");
        app.get("/v1/jobs/periodic").isProblem(403, "forbidden");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode relay = items(ok(admin.api().get("/v1/jobs/periodic"))).stream()
                    .filter(job -> job.path("name").asString().equals("relay-graph"))
                    .findFirst()
                    .orElseThrow();
            assertThat(relay.path("last_outcome").asString()).isEqualTo("done");
            assertThat(relay.path("interval_seconds").asDouble()).isEqualTo(2);
            assertThat(relay.path("last_duration_seconds").isNumber()).isTrue();
            assertThat(relay.path("last_run_at").asString())
                    .isLessThan(relay.path("next_run_at").asString());
        });
    }

    private Job add(@Nullable String user) {
        return jobs.add(new NewJob(UUID.fromString(admin.tenant()), user, kind, Map.of(), null, false));
    }

    private Job take() {
        return queue.take("test", Set.of(kind), null, Set.of(), Duration.ofMinutes(5))
                .orElseThrow();
    }

    private Job dead(@Nullable String user) {
        Job job = add(user);
        queue.giveUp(take(), new Failure("bad_luck", "x"), then -> {});
        return job;
    }

    private JsonNode shown(Job job) {
        return ok(admin.api().get("/v1/jobs/" + job.id())).body();
    }

    private static ApiClient.Answer act(ApiClient caller, Job job, String action) {
        return caller.post("/v1/jobs/" + job.id() + "/" + action, Map.of());
    }

    private static List<String> ids(ApiClient caller, String path) {
        return items(ok(caller.get(path))).stream()
                .map(item -> item.path("job_id").asString())
                .toList();
    }

    private static String text(Job job) {
        return job.id().toString();
    }
}
