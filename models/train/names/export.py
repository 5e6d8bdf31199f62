"""The tagger as ONNX: int32 features [T, 7] and chars [T, 14] in, log-probabilities [T, tags] out. Tables are stored as 16-bit floats."""
import json

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from model import TAGS


def export(model, path):
    model.eval()
    example = torch.ones(9, 7, dtype=torch.int32), torch.ones(9, 14, dtype=torch.int32)
    torch.onnx.export(model, example, path, input_names=['features', 'chars'], output_names=['scores'], dynamic_axes={'features': {0: 'T'}, 'chars': {0: 'T'}, 'scores': {0: 'T'}}, opset_version=17, dynamo=False)
    graph = onnx.load(path)
    halve_tables(graph.graph)
    graph.metadata_props.append(onnx.StringStringEntryProto(key='tags', value=json.dumps(TAGS)))
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def halve_tables(graph):
    """Gathered tables of floats become halves, cast after the gather: half the file, the same sums."""
    floats = {t.name: t for t in graph.initializer if t.data_type == TensorProto.FLOAT}
    nodes = []
    for node in graph.node:
        table = floats.get(node.input[0]) if node.op_type == 'Gather' else None
        nodes.append(node)
        if table is None:
            continue
        table.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(table).astype('float16'), table.name)) if table.data_type == TensorProto.FLOAT else None
        out = node.output[0]
        node.output[0] = out + '_half'
        nodes.append(helper.make_node('Cast', [out + '_half'], [out], to=TensorProto.FLOAT))
    del graph.node[:]
    graph.node.extend(nodes)
