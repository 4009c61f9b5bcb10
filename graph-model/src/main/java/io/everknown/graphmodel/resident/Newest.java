package io.everknown.graphmodel.resident;

import io.everknown.memory.recall.RecalledMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through the memories that mention an entity, the newest first, over all parts of an audience. */
final class Newest {

    private final List<Row> rows = new ArrayList<>();
    private final long until;
    private @Nullable Row current;

    /**
     * @param until later memories are left out, in microseconds since 1970
     * @param turns whether turns count too, and not only facts
     */
    Newest(List<Part> parts, UUID entity, long until, boolean turns) {
        this.until = until;
        for (Part part : parts) {
            Mentions mentions = part.segment().mentions();
            int number = mentions.find(entity);
            if (number >= 0) {
                add(new Row(part, mentions.start(number, false), mentions.end(number, false)));
                if (turns) {
                    add(new Row(part, mentions.start(number, true), mentions.end(number, true)));
                }
            }
        }
    }

    private void add(Row row) {
        if (row.advance(until)) {
            rows.add(row);
        }
    }

    /** Goes to the next one, if there is one. */
    boolean next() {
        if (current != null && !current.advance(until)) {
            rows.remove(current);
        }
        Row newest = null;
        for (Row row : rows) {
            if (newest == null || row.isBefore(newest)) {
                newest = row;
            }
        }
        current = newest;
        return newest != null;
    }

    RecalledMemory memory() {
        return here().part.segment().memory(here().memory);
    }

    long at() {
        return here().at;
    }

    /** Calls for each entity that the relations of this one touch. */
    void related(Consumer<UUID> entity) {
        here().part.segment().mentions().related(here().memory, entity);
    }

    private Row here() {
        return Objects.requireNonNull(current, "there is a next one");
    }

    /** The mentions of one kind in one part. */
    private static final class Row {

        private final Part part;
        private final int end;
        private int next;
        private int memory;
        private long at;

        private Row(Part part, int start, int end) {
            this.part = part;
            this.next = start;
            this.end = end;
        }

        /** Of what dates from one moment the smaller ids come first. */
        private boolean isBefore(Row other) {
            return at > other.at || (at == other.at && Segment.BY_BYTES.compare(id(), other.id()) < 0);
        }

        private UUID id() {
            return part.segment().memory(memory).id();
        }

        /** Goes to the next one that counts, if there is one. */
        private boolean advance(long until) {
            Mentions mentions = part.segment().mentions();
            while (next < end) {
                memory = mentions.memory(next++);
                at = mentions.at(memory);
                if (at <= until && part.counts(memory)) {
                    return true;
                }
            }
            return false;
        }
    }
}
