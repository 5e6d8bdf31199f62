"""What is changed in the graphs of exported nets, so that they run faster."""
import numpy as np
import onnx
from onnx import helper, numpy_helper


def save(model, path, producer="models/train/detector"):
    """Without what tells where and by whom it was made."""
    del model.metadata_props[:]
    model.producer_name, model.producer_version, model.doc_string = producer, "", ""
    for node in model.graph.node:
        node.doc_string = ""
    onnx.save(model, path)


def sweep(graph):
    """Leaves out what nothing uses."""
    dead = True
    while dead:
        used = {name for node in graph.node for name in node.input} | {o.name for o in graph.output}
        dead = [node for node in graph.node if not used.intersection(node.output)]
        for node in dead:
            graph.node.remove(node)
    used = {name for node in graph.node for name in node.input}
    kept = [t for t in graph.initializer if t.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def fold_pads(model):
    """TensorFlow's padding at stride 2 becomes a part of the convolution again."""
    graph = model.graph
    pads = {node.output[0]: node for node in graph.node if node.op_type == "Pad"}
    for node in graph.node:
        if node.op_type == "Conv" and node.input[0] in pads:
            node.input[0] = pads[node.input[0]].input[0]
            next(a for a in node.attribute if a.name == "pads").ints[:] = [0, 0, 1, 1]
    sweep(graph)
    return model


def bytes_first(model, step, zero=128, middle=127.5, cell=4):
    """The first convolution (3 × 3, stride 2) takes the bytes of the picture as 8-bit values of that step about `zero`, and sees `cell` pixels of
    a row as one of many channels, of which it makes `cell / 2` pixels at a time: three channels make short rows in memory, which take three
    times as long. The same values but for rounding."""
    graph = model.graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    first = next(node for node in graph.node if node.op_type == "Conv")
    quantise = next(node for node in graph.node if first.output[0] in node.input)
    made = {name: node for node in graph.node for name in node.output}
    kernel, steps = (stored[name] for name in made[first.input[1]].input[:2])
    bias = stored[made[first.input[2]].input[0]] * stored[made[first.input[2]].input[1]].astype(np.float64)
    before = next(a for a in first.attribute if a.name == "pads").ints[0]
    count = len(kernel)
    kernels = np.zeros((cell // 2, count, 3 * cell, 3, 2), np.int8)
    for pixel in range(cell // 2):
        for x in range(3):
            column, at = divmod(2 * pixel + x - before, cell)
            kernels[pixel, :, 3 * at:3 * at + 3, :, column + before] = kernel[:, :, :, x]
    # The byte that stands for 0 is `middle`, and bytes are counted from `zero`.
    bias += (kernel * steps[:, None, None, None].astype(np.float64)).sum((1, 2, 3)) * step * (zero - middle)
    for_each_pixel = lambda values: np.tile(values, cell // 2)
    values = {
        "image/step": np.float32(step), "image/zero": np.uint8(zero), "image/cells/shape": np.int64([0, 0, -1, 3 * cell]), "first/shape": np.int64([0, 0, -1, count]),
        "first/kernel": kernels.reshape(-1, 3 * cell, 3, 2), "first/kernel/step": for_each_pixel(steps),
        "first/bias": for_each_pixel(np.round(bias / (steps * np.float64(step))).astype(np.int32)), "first/bias/step": for_each_pixel(steps * np.float32(step)),
    }
    graph.initializer.extend(numpy_helper.from_array(np.asarray(value), name) for name, value in values.items())
    nodes = [
        helper.make_node("Reshape", ["image", "image/cells/shape"], ["image/cells"]),
        helper.make_node("Transpose", ["image/cells"], ["image/planes"], perm=[0, 3, 1, 2]),
        helper.make_node("DequantizeLinear", ["image/planes", "image/step", "image/zero"], ["image/values"]),
        helper.make_node("DequantizeLinear", ["first/kernel", "first/kernel/step"], ["first/kernel/values"], axis=0),
        helper.make_node("DequantizeLinear", ["first/bias", "first/bias/step"], ["first/bias/values"], axis=0),
        helper.make_node("Conv", ["image/values", "first/kernel/values", "first/bias/values"], ["first"], kernel_shape=[3, 2], strides=[2, 1], pads=[before, before, 1 - before, 1 - before]),
        helper.make_node("QuantizeLinear", ["first", *quantise.input[1:]], ["first/planes"]),
        helper.make_node("Transpose", ["first/planes"], ["first/cells"], perm=[0, 2, 3, 1]),
        helper.make_node("Reshape", ["first/cells", "first/shape"], ["first/pixels"]),
        helper.make_node("Transpose", ["first/pixels"], quantise.output, perm=[0, 3, 1, 2]),
    ]
    rest = [node for node in graph.node if node not in (first, quantise)]
    del graph.node[:]
    graph.node.extend(nodes + rest)
    sweep(graph)
    return model


def largest_pair(kernel):
    """-> of each out channel: the largest of what two neighbouring input channels add up to, by one sign"""
    pairs = kernel.reshape(len(kernel), -1, 2, kernel[0, 0].size)
    one_sign = lambda values: np.clip(values, 0, None).sum(2).reshape(len(kernel), -1).max(1)
    return np.maximum(one_sign(pairs), one_sign(-pairs))


def within_16_bits(model, most=128):
    """Processors without 8-bit dot products (x86 before VNNI) hold the sum of two products of neighbouring channels in 16 bits: 8-bit kernels whose pairs
    come to more than `most` are rounded to coarser steps, so that every processor computes the same. Depthwise kernels are computed in 32 bits."""
    stored = {t.name: t for t in model.graph.initializer}
    made = {name: node for node in model.graph.node for name in node.output}
    for conv in model.graph.node:
        parts = [made.get(name) for name in conv.input[1:]]
        if conv.op_type != "Conv" or not all(part is not None and part.op_type == "DequantizeLinear" for part in parts):
            continue
        (kernel, step), (bias, bias_step) = ([numpy_helper.to_array(stored[name]) for name in part.input[:2]] for part in parts)
        if kernel.shape[1] == 1:
            continue
        factor = np.maximum(1, largest_pair(kernel.astype(np.float64)) / most)
        coarser = lambda: np.round(kernel / factor[:, None, None, None])
        while (over := largest_pair(coarser()) > most).any():
            factor[over] *= 1.002
        values = (coarser().astype(np.int8), (step * factor).astype(np.float32)), (np.round(bias / factor).astype(np.int32), (bias_step * factor).astype(np.float32))
        for part, pair in zip(parts, values):
            for name, value in zip(part.input, pair):
                stored[name].CopyFrom(numpy_helper.from_array(value, name))
    return model
