package io.everknown.memory.extraction;

/** What kind of thing a name stands for. */
public enum EntityType {
    PERSON,
    PLACE,
    ORGANISATION,
    THING,
    DATE,
    AMOUNT
}
