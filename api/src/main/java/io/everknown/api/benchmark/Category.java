package io.everknown.api.benchmark;

import java.util.Arrays;

/** Kinds of questions, by the numbers that LoCoMo gives them. */
enum Category implements Keyed {
    MULTI_HOP(1, "multi-hop"),
    TIME(2, "time"),
    OPEN(3, "open"),
    ONE_TURN(4, "one turn"),
    OTHER(0, "other");

    private final int number;
    private final String key;

    Category(int number, String key) {
        this.number = number;
        this.key = key;
    }

    @Override
    public String key() {
        return key;
    }

    /** The kind of a number; {@link #OTHER} of any that LoCoMo does not have. */
    static Category of(int number) {
        return Arrays.stream(values())
                .filter(category -> category.number == number)
                .findFirst()
                .orElse(OTHER);
    }
}
