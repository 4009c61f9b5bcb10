package io.everknown.localstack;

/**
 * Work that the service does once it runs, over a stack that is thrown away: {@code ./everknown train} and
 * {@code benchmark}. What the work itself logs is shown while it goes on, and nothing else.
 */
public final class ServiceTask {

    /** The service's exit code when something broke; with any other it has said itself what is wrong. */
    private static final int BROKE = 1;

    private static final int LARGEST_OWN = 3;

    private ServiceTask() {}

    /**
     * Runs it and ends with 0, or with 1 when the work did not succeed.
     *
     * @param words the simple name of the class that does the work
     * @throws InterruptedException when the wait for the end is interrupted
     */
    public static void main(String[] words) throws InterruptedException {
        try {
            System.exit(run(words[0]) == 0 ? 0 : 1);
        } catch (StackException e) {
            System.err.println("everknown: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int run(String worker) throws InterruptedException {
        System.out.println("starting a stack of its own, whose data is thrown away");
        LocalStack stack = TestStack.startThrowAway();
        try {
            ServiceProcess service = ServiceProcess.launch(
                    stack.addresses().asEnvironment(),
                    Waiting.freePort(),
                    stack.folder().resolve("logs/api.log"));
            stack.stopFirst(service::stop);
            LogFollower follower =
                    LogFollower.start(stack.folder().resolve("logs/api.log"), worker, System.out::println);
            int code = service.awaitEnd();
            follower.close();
            if (code == BROKE || code > LARGEST_OWN) {
                System.err.println(service.obituary());
            }
            return code;
        } finally {
            TestStack.throwAway(stack);
        }
    }
}
