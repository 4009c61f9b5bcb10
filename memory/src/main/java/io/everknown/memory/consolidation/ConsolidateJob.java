package io.everknown.memory.consolidation;

import io.everknown.memory.consolidation.Night.Step;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobContext;
import io.everknown.memory.job.JobFailedException;
import io.everknown.memory.job.JobKind;
import io.everknown.memory.job.JobResult;
import io.everknown.memory.job.NewJob;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A night asked for by an administrator. Each of its steps leaves nothing to do for whoever repeats it. */
public final class ConsolidateJob implements JobKind {

    /** Its name. */
    public static final String KIND = "consolidate";

    private static final String STEPS = "steps";

    private final Night night;

    public ConsolidateJob(Night night) {
        this.night = night;
    }

    /** The job that consolidates a tenant's memory, or one user's; a tenant's are done one after the other. */
    public static NewJob of(UUID tenant, @Nullable String user, Collection<Step> steps) {
        List<String> names = steps.stream().map(ConsolidateJob::name).toList();
        return new NewJob(tenant, user, KIND, Map.of(STEPS, names), KIND, false);
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public JobResult run(JobContext context) {
        Job job = context.job();
        Map<Step, Integer> made = night.run(job.tenant(), job.user(), steps(job), context::check);
        Map<String, Object> result = new LinkedHashMap<>();
        made.forEach((step, count) -> result.put(name(step), count));
        return JobResult.of(result);
    }

    private static Set<Step> steps(Job job) {
        Set<Step> steps = EnumSet.noneOf(Step.class);
        try {
            if (job.parameters().get(STEPS) instanceof List<?> names) {
                names.forEach(
                        name -> steps.add(Step.valueOf(String.valueOf(name).toUpperCase(Locale.ROOT))));
            }
        } catch (IllegalArgumentException e) {
            throw JobFailedException.lasting("invalid_parameters", "a step nobody knows");
        }
        return steps;
    }

    private static String name(Step step) {
        return step.name().toLowerCase(Locale.ROOT);
    }
}
