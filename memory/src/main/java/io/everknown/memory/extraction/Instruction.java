package io.everknown.memory.extraction;

import io.everknown.memory.extraction.ExtractedFact.Intent;
import java.util.List;

/**
 * A standing instruction as read from a piece of a sentence.
 *
 * @param topic what it regulates
 * @param value what is demanded
 * @param intent whether it is given or ends
 * @param pledged whether somebody takes it on instead of giving it
 * @param told the words to keep, courtesy left out
 */
record Instruction(InstructionTopic topic, String value, Intent intent, boolean pledged, List<Token> told) {

    /** The value of an instruction that something is to be done or to be there. */
    static final String YES = "yes";

    /** The value of an instruction that it is not. */
    static final String NO = "no";
}
