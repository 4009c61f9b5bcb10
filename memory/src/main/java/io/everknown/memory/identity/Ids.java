package io.everknown.memory.identity;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** The one id scheme: UUID version 7 (RFC 9562), so that ids sort by the time they were given. */
public final class Ids {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** A new id, later than every id given before it in this process. */
    public static UUID next() {
        return GENERATOR.generate();
    }
}
