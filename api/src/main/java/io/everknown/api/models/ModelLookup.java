package io.everknown.api.models;

import io.everknown.api.models.ModelViews.CanaryView;
import io.everknown.api.models.ModelViews.ModelView;
import io.everknown.api.models.ModelViews.RouteView;
import io.everknown.api.models.ModelViews.VersionView;
import io.everknown.api.problem.ProblemException;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.model.Canary;
import io.everknown.memory.model.ManageModels;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ModelState;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/** Finds what paths name, and shows states as far as a caller may see them. */
@Component
class ModelLookup {

    private final ManageModels models;
    private final ModelSettings settings;

    ModelLookup(ManageModels models, ModelSettings settings) {
        this.models = models;
        this.settings = settings;
    }

    /** The kind of a path. */
    static ModelKind kind(String label) {
        return Arrays.stream(ModelKind.values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("kind of model"));
    }

    ModelView view(ModelState state, Caller caller) {
        boolean operator = settings.isOperator(caller);
        Canary canary = state.canary();
        return new ModelView(
                state.kind(),
                state.kind().routable(),
                state.chosen(),
                VersionView.of(models.version(state.kind(), state.active()), operator),
                canary == null ? null : CanaryView.of(canary, models.version(state.kind(), canary.version()), operator),
                new RouteView(state.version(caller.tenant()), state.route(caller.tenant())));
    }
}
