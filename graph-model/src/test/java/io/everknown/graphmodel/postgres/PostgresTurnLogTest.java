package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.TurnLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresTurnLogTest implements TurnLogContract {

    private static TestRecord record;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Override
    public TurnLog log() {
        return record.turns;
    }
}
