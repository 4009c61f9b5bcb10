package io.everknown.inference.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.everknown.memory.recall.TokenCounter;

/**
 * Counts tokens with one of OpenAI's byte pair encodings. Thread-safe. The same memories are packed again and again, so
 * counts of texts seen lately are kept, in up to {@value #REMEMBERED_CHARACTERS} characters of text.
 */
public final class JtokkitTokenCounter implements TokenCounter {

    /** The encoding used where none is named. */
    public static final String DEFAULT_ENCODING = "o200k_base";

    private static final int REMEMBERED_CHARACTERS = 4_000_000;

    private final Encoding encoding;
    private final Cache<String, Integer> counted = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED_CHARACTERS)
            .weigher((String text, Integer count) -> text.length())
            .build();

    /** A counter for {@value #DEFAULT_ENCODING}. */
    public JtokkitTokenCounter() {
        this(DEFAULT_ENCODING);
    }

    /**
     * A counter for a named encoding.
     *
     * @param encoding such as {@code o200k_base} or {@code cl100k_base}
     * @throws IllegalArgumentException if there is no encoding of this name
     */
    public JtokkitTokenCounter(String encoding) {
        EncodingType type = EncodingType.fromName(encoding)
                .orElseThrow(() -> new IllegalArgumentException("there is no token encoding '" + encoding + "'"));
        this.encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
    }

    @Override
    public int count(String text) {
        return text.isEmpty() ? 0 : counted.get(text, encoding::countTokensOrdinary);
    }
}
