package io.everknown.graphmodel;

import io.everknown.memory.graph.GraphInspection;
import io.everknown.memory.graph.GraphReconciliation;
import io.everknown.memory.graph.GraphRecord;
import io.everknown.memory.graph.GraphRedraw;
import io.everknown.memory.job.RebuildGraph;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What holds the graph against the record, and draws it anew. */
@Configuration(proxyBeanMethods = false)
class GraphUpkeepConfiguration {

    @Bean
    GraphRedraw graphRedraw(GraphRecord record, GraphInspection graph) {
        return new GraphRedraw(record, graph);
    }

    @Bean
    GraphReconciliation graphReconciliation(GraphRecord record, GraphInspection graph) {
        return new GraphReconciliation(record, graph);
    }

    @Bean
    RebuildGraph rebuildGraph(GraphRedraw redraw) {
        return new RebuildGraph(redraw);
    }
}
