package io.everknown.memory.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds that this process can do. */
public final class JobKinds {

    private final Map<String, JobKind> kinds;

    /** @throws IllegalStateException when two have one name */
    public JobKinds(List<JobKind> kinds) {
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(JobKind::name, Function.identity()));
    }

    /** The kind of this name, if this process can do it. */
    public Optional<JobKind> find(String name) {
        return Optional.ofNullable(kinds.get(name));
    }

    /** Their names. */
    public Set<String> names() {
        return kinds.keySet();
    }

    /** Tells the job's kind that it was given up or cancelled; to be called in the transaction that does so. */
    public void abandoned(Job job) {
        find(job.kind()).ifPresent(kind -> kind.abandoned(job));
    }
}
