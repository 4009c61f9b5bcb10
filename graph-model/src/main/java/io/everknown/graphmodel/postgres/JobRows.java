package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.Usage;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.job.Job;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** How jobs stand in their table. */
final class JobRows {

    static final String COLUMNS =
            "id, tenant_id, user_id, kind, parameters, state, attempts, failures, steps_done, steps_total, result,"
                    + " error_code, cancel_requested, input_tokens, output_tokens, embedded_tokens, cost_usd,"
                    + " created_at, due_at, started_at, finished_at";

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private final ObjectMapper mapper;

    JobRows(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    Job job(ResultSet row, int number) throws SQLException {
        String result = row.getString("result");
        return new Job(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "tenant_id"),
                row.getString("user_id"),
                Rows.text(row, "kind"),
                values(Rows.text(row, "parameters")),
                Job.State.valueOf(Rows.text(row, "state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                row.getInt("failures"),
                progress(row),
                result == null ? null : values(result),
                row.getString("error_code"),
                row.getBoolean("cancel_requested"),
                usage(row),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "due_at"),
                Rows.instantOrNull(row, "started_at"),
                Rows.instantOrNull(row, "finished_at"));
    }

    String write(Map<String, Object> values) {
        return mapper.writeValueAsString(values);
    }

    private Map<String, Object> values(String json) {
        return mapper.readValue(json, VALUES);
    }

    private static Job.Progress progress(ResultSet row) throws SQLException {
        long total = row.getLong("steps_total");
        @Nullable Long known = row.wasNull() ? null : Long.valueOf(total);
        return new Job.Progress(row.getLong("steps_done"), known);
    }

    private static Usage usage(ResultSet row) throws SQLException {
        return new Usage(
                row.getInt("embedded_tokens"),
                new ModelUsage(
                        row.getLong("input_tokens"), row.getLong("output_tokens"), row.getBigDecimal("cost_usd")));
    }
}
