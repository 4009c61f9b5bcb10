package io.everknown.api.memory;

/** Figures as the API shows them. */
final class Numbers {

    private Numbers() {}

    /** Four places: more says nothing, and single precision would show its noise. */
    static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
