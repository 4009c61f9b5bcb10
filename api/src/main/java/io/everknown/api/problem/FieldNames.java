package io.everknown.api.problem;

/** Names as clients write them. */
final class FieldNames {

    private FieldNames() {}

    /** {@code turns[2].occurredAt} as {@code turns[2].occurred_at}. */
    static String snakeCase(String path) {
        StringBuilder snake = new StringBuilder(path.length() + 4);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }
}
