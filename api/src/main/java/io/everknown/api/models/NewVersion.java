package io.everknown.api.models;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.model.ModelCard;
import io.everknown.memory.model.ModelRegistry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version to be registered.
 *
 * @param version its name, for good
 * @param weights in Base64; of a reranker, the text that {@code ./everknown train} writes
 * @param card what is told of it
 */
record NewVersion(
        @NotNull @Pattern(regexp = NAME, message = "has 1 to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first")
        String version,

        @NotBlank @Size(max = 400_000) String weights,
        @NotNull @Valid CardBody card) {

    /** What a version may be called. */
    static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    /** The weights, decoded. */
    byte[] bytes() {
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(weights);
        } catch (IllegalArgumentException e) {
            throw ProblemException.ofField("weights", "is no Base64");
        }
        if (bytes.length > ModelRegistry.MAX_WEIGHTS) {
            throw ProblemException.ofField("weights", "has more than " + ModelRegistry.MAX_WEIGHTS + " bytes");
        }
        return bytes;
    }

    /** What is told of a version. */
    record CardBody(
            @NotBlank @Size(max = 2_000) String data,
            @NotBlank @Size(max = 200) String licence,
            @Nullable Long seed,
            @Nullable @Size(max = 50) List<@NotNull @Valid ScoreBody> scores) {

        ModelCard card() {
            if (scores != null && scores.stream().anyMatch(score -> !Double.isFinite(score.value))) {
                throw ProblemException.ofField("card.scores", "has a value that is not finite");
            }
            List<ModelCard.Score> all = scores == null
                    ? List.of()
                    : scores.stream()
                            .map(score -> new ModelCard.Score(score.set, score.metric, score.value, score.of))
                            .toList();
            if (all.stream()
                            .map(score -> score.set() + "\n" + score.metric() + "\n" + score.of())
                            .distinct()
                            .count()
                    < all.size()) {
                throw ProblemException.ofField("card.scores", "has two values for one set and metric");
            }
            return new ModelCard(data, licence, seed, all);
        }
    }

    /** One figure, of this version or {@code of} another; more is better. */
    record ScoreBody(
            @NotBlank @Size(max = 200) String set,
            @NotBlank @Size(max = 50) String metric,
            @NotNull Double value,
            @Nullable @Size(min = 1, max = 64) String of) {}
}
