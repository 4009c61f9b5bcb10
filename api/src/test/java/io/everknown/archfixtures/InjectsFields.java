package io.everknown.archfixtures;

import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RestController;

/** Breaks: dependencies come by the constructor, a controller is called one, and nobody else needs a public type. */
@RestController
public final class InjectsFields {

    @Autowired
    private InstantSource clock;

    InstantSource clock() {
        return clock;
    }
}
