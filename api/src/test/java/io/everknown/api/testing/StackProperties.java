package io.everknown.api.testing;

import io.everknown.localstack.TestStack;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Points the service at the shared stack by the variables an operator would set. */
final class StackProperties implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Map<String, Object> variables =
                new HashMap<>(TestStack.shared().addresses().asEnvironment());
        variables.put("EVERKNOWN_WARM_UP", "3s");
        variables.put("EVERKNOWN_OPERATORS", ApiTest.OPERATORS);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test stack", variables));
    }
}
