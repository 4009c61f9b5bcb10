package io.everknown.graphmodel.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Several callers that start at the same moment. */
final class Together {

    private Together() {}

    /** What each of {@code callers} got; the first failure of any is thrown. */
    static <T> List<T> run(int callers, IntFunction<T> call) throws Exception {
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Callable<T>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int number = i;
            all.add(() -> {
                start.await();
                return call.apply(number);
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(all)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
