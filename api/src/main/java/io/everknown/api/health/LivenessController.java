package io.everknown.api.health;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LivenessController {

    /** Answers whenever the process does; says nothing about the stores. */
    @GetMapping("/health")
    Liveness health() {
        return new Liveness("UP");
    }

    /**
     * A sign of life.
     *
     * @param status always {@code UP}
     */
    record Liveness(String status) {}
}
