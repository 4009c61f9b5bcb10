package io.everknown.api.testing;

import io.everknown.api.EverknownApi;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * Runs a test against the whole service on a free port, with the real stores behind it. All tests share one service,
 * so each registers users of its own. Inject an {@link ApiClient} to call it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = EverknownApi.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = StackProperties.class)
@Import({ApiClientConfiguration.class, Operators.class})
public @interface ApiTest {

    /** The tenant whose admins keep the models; {@link Operators} signs in as one. */
    String OPERATORS = "01a1fd05-0000-7000-8000-00000000a9e5";
}
