package io.everknown.memory.job;

/** Tells a worker inside this process that there is something to do. Others look by themselves, every second or so. */
@FunctionalInterface
public interface JobWaker {

    void wake();
}
