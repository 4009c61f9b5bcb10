package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.consolidation.ConsolidateJob;
import io.everknown.memory.consolidation.Night.Step;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Role;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobWaker;
import io.everknown.memory.reflection.Reflect;
import io.everknown.memory.reflection.Reflect.Kept;
import io.everknown.memory.reflection.Reflections;
import io.everknown.memory.reflection.Window;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Memory")
class ReflectController {

    private static final Duration DAY = Duration.ofDays(1);

    private final Reflect reflect;
    private final JobLog jobs;
    private final JobWaker waker;
    private final GraphPush graph;
    private final InstantSource clock;

    ReflectController(Reflect reflect, JobLog jobs, JobWaker waker, GraphPush graph, InstantSource clock) {
        this.reflect = reflect;
        this.jobs = jobs;
        this.waker = waker;
        this.graph = graph;
        this.clock = clock;
    }

    @PostMapping(path = "/v1/memory/reflect", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Draw insights from what a window brought, and keep them")
    ReflectedView reflect(@Valid @RequestBody ReflectRequest request, Caller caller) {
        MemoryScope scope = caller.scopeFor(request.userId());
        Visibility visibility = request.scope() == null ? Visibility.PRIVATE : request.scope();
        if (visibility != Visibility.PRIVATE) {
            caller.require(Role.ADMIN);
        }
        TrustLevel trust = request.minTrust();
        Reflections.Limits limits =
                trust == null ? reflect.limits() : reflect.limits().trusting(trust);
        List<Kept> kept = reflect.reflect(scope, visibility, window(request.window()), limits);
        graph.push(scope);
        return new ReflectedView(kept.stream().map(InsightView::of).toList());
    }

    @PostMapping(path = "/v1/memory/consolidate", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Do now what is done every night, for the tenant or one user")
    JobView consolidate(@Valid @RequestBody ConsolidateRequest request, Caller caller) {
        caller.require(Role.ADMIN);
        List<Step> steps = request.steps();
        String user = request.userId();
        if (user != null && !MemoryScope.isUserId(user)) {
            throw ProblemException.ofField("user_id", "is no id of a user");
        }
        Job job = jobs.add(ConsolidateJob.of(
                caller.tenant(),
                user,
                steps == null || steps.isEmpty() ? EnumSet.allOf(Step.class) : EnumSet.copyOf(steps)));
        waker.wake();
        return JobView.of(job, null, null);
    }

    /** What was learned in the last day unless said. */
    private Window window(@Nullable WindowView wanted) {
        Instant now = clock.instant().plusNanos(1_000);
        Instant to = wanted == null ? null : Times.instantOrNull("window.to", wanted.to());
        Instant end = to == null ? now : to;
        Instant from = wanted == null ? null : Times.instantOrNull("window.from", wanted.from());
        Instant begin = from == null ? end.minus(DAY) : from;
        if (!begin.isBefore(end)) {
            throw ProblemException.ofField("window.from", "lies before the window's end");
        }
        return new Window(begin, end);
    }

    /**
     * What to reflect on.
     *
     * @param window when the service learned what raises the questions; the last day unless said
     * @param userId whose memory; the caller's own unless said
     * @param scope private unless said; on what is shared an admin reflects
     * @param minTrust the least trust of facts
     */
    record ReflectRequest(
            @Nullable @Valid WindowView window,
            @Nullable String userId,
            @Nullable Visibility scope,
            @Nullable TrustLevel minTrust) {}

    /** A stretch of time; a day before its end, and now, unless said. */
    record WindowView(
            @Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {}

    /** The insights that stand for the window, the most salient first. */
    record ReflectedView(List<InsightView> insights) {}

    /**
     * An insight.
     *
     * @param id the memory
     * @param question what it answers
     * @param text the answer
     * @param sources the facts it rests on
     * @param fresh whether it is new, or took the place of another about the same
     */
    record InsightView(UUID id, String question, String text, List<UUID> sources, boolean fresh) {

        static InsightView of(Kept kept) {
            return new InsightView(
                    kept.memory(),
                    kept.insight().question(),
                    kept.insight().text(),
                    kept.insight().origins(),
                    kept.fresh());
        }
    }

    /**
     * What is to be done.
     *
     * @param userId only this user's own memory; all of the tenant unless said
     * @param steps only these; all unless said
     */
    record ConsolidateRequest(
            @Nullable @Size(min = 1, max = 200) String userId,
            @Nullable @Size(max = 10) List<@NotNull Step> steps) {}
}
