package io.everknown.api.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** A text holds something that no store keeps: the character U+0000, or half of a surrogate pair. */
public final class UnstorableTextException extends MismatchedInputException {

    UnstorableTextException(JsonParser parser) {
        super(parser, "must not hold U+0000 or half a surrogate pair", String.class);
    }
}
