package io.everknown.api.health;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Health", description = "How the service and each of its parts are")
class LivenessController {

    private final ApplicationAvailability availability;

    LivenessController(ApplicationAvailability availability) {
        this.availability = availability;
    }

    /** Whether callers are welcome; says nothing about the stores. */
    @GetMapping("/health")
    @Operation(summary = "UP once the service has started and warmed up; 503 before and while it stops")
    ResponseEntity<Liveness> health() {
        ReadinessState readiness = availability.getReadinessState();
        return readiness == ReadinessState.ACCEPTING_TRAFFIC
                ? ResponseEntity.ok(new Liveness("UP"))
                : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Liveness("OUT_OF_SERVICE"));
    }

    /**
     * A sign of life.
     *
     * @param status UP or OUT_OF_SERVICE
     */
    record Liveness(String status) {}
}
