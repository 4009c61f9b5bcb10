package io.everknown.inference.comparison;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a published encoder after some of its layers. What a token means beside its neighbours is told by the lower ones;
 * the upper ones, which gather the meaning of the whole sentence, are not needed to compare two statements word by word.
 */
final class LowerLayers {

    private LowerLayers() {}

    /**
     * The network up to a layer.
     *
     * @param published an encoder as PyTorch exports BERT
     * @param layers how many layers are kept
     * @return a network with the same inputs and one output, the states of that layer, {@code [batch, tokens, dimensions]}
     */
    static byte[] of(ModelProto published, int layers) {
        String states = "/encoder/layer." + (layers - 1) + "/output/LayerNorm/Add_1_output_0";
        GraphProto graph = published.getGraph();
        List<NodeProto> nodes = needed(graph.getNodeList(), states);
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.getInputList()));
        GraphProto.Builder lower =
                GraphProto.newBuilder().setName(graph.getName()).addAllNode(nodes);
        graph.getInputList().stream()
                .filter(input -> read.contains(input.getName()))
                .forEach(lower::addInput);
        graph.getInitializerList().stream()
                .filter(weights -> read.contains(weights.getName()))
                .forEach(lower::addInitializer);
        lower.addOutput(floats(states));
        return published.toBuilder().setGraph(lower).build().toByteArray();
    }

    /** The nodes that {@code result} is computed by, in the order of the graph. */
    private static List<NodeProto> needed(List<NodeProto> all, String result) {
        Map<String, Integer> producers = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            for (String output : all.get(i).getOutputList()) {
                producers.put(output, i);
            }
        }
        if (!producers.containsKey(result)) {
            throw new IllegalStateException("the network has no " + result);
        }
        Set<Integer> wanted = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(result));
        while (!open.isEmpty()) {
            Integer producer = producers.get(open.pop());
            if (producer != null && wanted.add(producer)) {
                open.addAll(all.get(producer).getInputList());
            }
        }
        List<Integer> order = new ArrayList<>(wanted);
        Collections.sort(order);
        return order.stream().map(all::get).toList();
    }

    private static ValueInfoProto floats(String name) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (String dimension : List.of("batch", "tokens", "dimensions")) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(dimension));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
