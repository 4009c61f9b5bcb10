package io.everknown.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class OpenApiTest {

    @Autowired
    private ApiClient api;

    @Test
    void theDocumentSpeaksAsTheServiceDoes() {
        JsonNode document = api.get("/v3/api-docs").body();

        JsonNode register = document.at("/components/schemas/RegisterRequest/properties");
        assertThat(register.propertyNames()).contains("username", "email", "password", "full_name");
        assertThat(document.at("/components/schemas/NewApiKeyRequest/properties/role/enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly("reader", "writer", "admin");
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
        assertThat(document.at("/components/securitySchemes/api_key/name").asString())
                .isEqualTo("X-API-Key");
        assertThat(document.at("/paths/~1v1~1auth~1me/get/parameters").isMissingNode())
                .as("the caller is no parameter")
                .isTrue();
        assertThat(document.at("/paths/~1error").isMissingNode()).isTrue();
    }

    @Test
    void theDocumentTellsWhatAnErrorLooksLike() {
        JsonNode document = api.get("/v3/api-docs").body();

        assertThat(document.at("/components/schemas/Problem/properties").propertyNames())
                .contains("type", "title", "status", "detail", "instance", "code", "errors");
        assertThat(document.at("/paths/~1v1~1api-keys/post/responses/default/content")
                        .propertyNames())
                .containsExactly("application/problem+json");
    }
}
