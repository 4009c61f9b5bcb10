package io.everknown.graphmodel.postgres;

import io.everknown.memory.recall.MemoryIndex;

class PostgresMemoryIndexTest extends MemoryIndexContract {

    @Override
    MemoryIndex index() {
        return record.index;
    }
}
