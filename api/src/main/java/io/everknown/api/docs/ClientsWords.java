package io.everknown.api.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes types as the service writes them: fields in snake_case, constants in lower case. The document is made by
 * a mapper of another Jackson than the service's own, so it has to be told a second time.
 */
final class ClientsWords extends ModelResolver {

    ClientsWords(ObjectMapper mapper) {
        super(mapper.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> next) {
        Schema schema = super.resolve(type, context, next);
        if (schema != null && schema.getEnum() != null) {
            List<?> constants = schema.getEnum();
            schema.setEnum(constants.stream()
                    .map(constant -> constant instanceof String name ? name.toLowerCase(Locale.ROOT) : constant)
                    .toList());
        }
        return schema;
    }
}
