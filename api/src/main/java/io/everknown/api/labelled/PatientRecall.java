package io.everknown.api.labelled;

import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.recall.RecallSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What makes figures the same on a slow machine: nothing that loads or searches is given up for being late. */
public final class PatientRecall {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The light extractor alone takes over after this. */
    private static final Duration ANALYSER = Duration.ofMinutes(10);

    private static final Duration ANALYSER_POLL = Duration.ofMillis(200);

    private PatientRecall() {}

    /** The service's own searches with a deadline that no channel misses. */
    public static RecallSettings settings() {
        RecallSettings own = RecallSettings.DEFAULTS;
        return new RecallSettings(own.perChannel(), own.lexicalDepth(), own.neighbourDistance(), PATIENCE);
    }

    /**
     * Waits for the analyser, which loads beside the start, so that all turns are read alike.
     *
     * @return what reads them, for the log
     */
    public static String awaitAnalyser(SyntaxAnalyser analyser, InstantSource clock) throws InterruptedException {
        Instant late = clock.instant().plus(ANALYSER);
        while (!analyser.equals(SyntaxAnalyser.NONE)
                && analyser.parser() == null
                && clock.instant().isBefore(late)) {
            Thread.sleep(ANALYSER_POLL);
        }
        return analyser.parser() != null ? "the full analyser" : "the light extractor";
    }
}
