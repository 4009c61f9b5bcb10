package io.everknown.archfixtures;

/** Breaks: a library prints nothing. */
final class Prints {

    private Prints() {}

    static void hello() {
        System.out.println("hello");
    }
}
