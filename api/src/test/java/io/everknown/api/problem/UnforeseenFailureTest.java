package io.everknown.api.problem;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.everknown.memory.identity.IdentityException;
import io.everknown.memory.recall.RecordUnavailableException;
import java.util.Map;
import java.util.function.Supplier;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

class UnforeseenFailureTest {

    private static final String SECRET = "password=hunter2 at io.everknown.Inside";

    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new FailingController())
            .setControllerAdvice(new ProblemAdvice())
            .build();

    @Test
    void whatNobodyForesawLeaksNothing() throws Exception {
        expect("bug", "internal_error", 500);
        expect("error", "internal_error", 500);
    }

    @Test
    void aStoreThatIsDownIsNoBug() throws Exception {
        expect("resource", "store_unavailable", 503);
        expect("transaction", "store_unavailable", 503);
        expect("record", "store_unavailable", 503);
    }

    @Test
    void aUserIdThatCanBeNobodysIsNamed() throws Exception {
        mvc.perform(get("/fail/user"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value("invalid_request"))
                .andExpect(jsonPath("$.errors[0].field").value("user_id"));
    }

    private void expect(String how, String code, int status) throws Exception {
        mvc.perform(get("/fail/" + how))
                .andExpect(status().is(status))
                .andExpect(jsonPath("$.code").value(code))
                .andExpect(jsonPath("$.instance").value("/fail/" + how))
                .andExpect(content().string(Matchers.not(Matchers.containsString("hunter2"))))
                .andExpect(content().string(Matchers.not(Matchers.containsString("io.everknown"))));
    }

    @RestController
    static class FailingController {

        private static final Map<String, Supplier<Throwable>> FAILURES = Map.of(
                "bug", () -> new IllegalStateException(SECRET),
                "error", () -> new AssertionError(SECRET),
                "resource", () -> new DataAccessResourceFailureException(SECRET),
                "record", () -> new RecordUnavailableException(SECRET),
                "transaction", () -> new CannotCreateTransactionException(SECRET),
                "user", () -> new IdentityException(IdentityException.Reason.INVALID_USER_ID, "Too long."));

        @GetMapping("/fail/{how}")
        String fail(@PathVariable("how") String how) throws Throwable {
            throw FAILURES.get(how).get();
        }
    }
}
