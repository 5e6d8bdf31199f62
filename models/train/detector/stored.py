"""The parameters of an 8-bit graph: read as fp32, and put back."""
import copy

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from graph import sweep


class Stored:
    """What an 8-bit graph holds, by the names of its convolutions."""

    def __init__(self, model):
        self.model = model
        self.tensors = {t.name: t for t in model.graph.initializer}
        self.made = {name: node for node in model.graph.node for name in node.output}
        self.convolutions = {node.name: node for node in model.graph.node if node.op_type == "Conv"}

    def value(self, name):
        return numpy_helper.to_array(self.tensors[name])

    def step_of(self, name):
        """The step of an 8-bit value that a convolution reads, or that is made of one."""
        node = self.made.get(name)
        if node is None or node.op_type != "DequantizeLinear":
            node = next(n for n in self.model.graph.node if n.op_type == "QuantizeLinear" and n.input[0] == name)
        return float(self.value(node.input[1]))

    def parameters(self, name):
        """-> kernel and bias of a convolution as fp32"""
        read = lambda source: self.value(source) if source in self.tensors else self.unpacked(self.made[source])
        return [read(source) for source in self.convolutions[name].input[1:]]

    def unpacked(self, node):
        value, step = self.value(node.input[0]), self.value(node.input[1])
        return value.astype(np.float32) * step.reshape([-1] + [1] * (value.ndim - 1))

    def put(self, name, kernel, bias):
        """Fp32 parameters, in 8 bits by channel where the convolution was."""
        conv = self.convolutions[name]
        if conv.input[1] in self.tensors:
            values = zip(conv.input[1:], (kernel, bias))
        else:
            step = np.abs(kernel).reshape(len(kernel), -1).max(1).clip(1e-9) / 127
            given = self.step_of(conv.input[0])
            kernel = np.round(kernel / step[:, None, None, None]).astype(np.int8)
            bias_step = (step * np.float64(given)).astype(np.float32)
            parts = [self.made[source] for source in conv.input[1:]]
            values = [*zip(parts[0].input, (kernel, step.astype(np.float32))), *zip(parts[1].input, (np.round(bias / bias_step).astype(np.int32), bias_step))]
        for source, value in values:
            self.tensors[source].CopyFrom(numpy_helper.from_array(np.ascontiguousarray(value), source))


def part_of(model, outputs):
    """-> the part of a graph that gives these dequantised values, as the bytes they are"""
    model = copy.deepcopy(model)
    made = {name: node for node in model.graph.node for name in node.output}
    sources = [made[name].input[0] for name in outputs]
    del model.graph.output[:]
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.UINT8, None) for name in sources)
    sweep(model.graph)
    return model.SerializeToString()
