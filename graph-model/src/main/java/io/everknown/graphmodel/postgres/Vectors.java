package io.everknown.graphmodel.postgres;

import com.pgvector.PGhalfvec;
import io.everknown.memory.embedding.Embedding;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings as pgvector's half-precision vectors. They travel as text; a statement that compares one with many rows casts
 * it in a sub-select, once, because a plan made for all parameters would parse it again for every row.
 */
final class Vectors {

    private Vectors() {}

    static String text(Embedding embedding) {
        return new PGhalfvec(embedding.toArray()).toString();
    }

    /** The states of an embedding's tokens as Base64, which {@code decode} turns back into bytes; null for none. */
    static @Nullable String tokens(Embedding embedding) {
        byte[] bytes = embedding.tokens().toBytes();
        return bytes.length == 0 ? null : Base64.getEncoder().encodeToString(bytes);
    }

    /** The column {@code vector} in the form of {@code halfvec_send}: dimensions, a filler, then half floats. */
    static float[] read(ResultSet row) throws SQLException {
        ByteBuffer bytes = ByteBuffer.wrap(row.getBytes("vector"));
        float[] values = new float[bytes.getShort()];
        bytes.getShort();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(bytes.getShort());
        }
        return values;
    }
}
