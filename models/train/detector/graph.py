"""What is changed in the graphs of exported nets, so that they run faster."""
import numpy as np
import onnx
from onnx import helper, numpy_helper


def save(model, path):
    """Without what tells where and by whom it was made."""
    del model.metadata_props[:]
    model.producer_name, model.producer_version, model.doc_string = "models/train/detector", "", ""
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


def bytes_first(model, step):
    """The first convolution (3 × 3, stride 2) takes the bytes of the picture as 8-bit values of that step about 128, and sees cells of
    2 × 2 pixels as channels: a third of the time, for three channels make short rows in memory. The same values but for rounding."""
    graph = model.graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    first = next(node for node in graph.node if node.op_type == "Conv")
    made = {name: node for node in graph.node for name in node.output}
    kernel, steps = (stored[name] for name in made[first.input[1]].input[:2])
    bias = stored[made[first.input[2]].input[0]] * stored[made[first.input[2]].input[1]].astype(np.float64)
    before = next(a for a in first.attribute if a.name == "pads").ints[0]
    cells = np.zeros((len(kernel), 12, 2, 2), np.int8)
    for y in range(3):
        for x in range(3):
            (row, dy), (column, dx) = divmod(y - before, 2), divmod(x - before, 2)
            cells[:, (dy * 2 + dx) * 3:(dy * 2 + dx) * 3 + 3, row + before, column + before] = kernel[:, :, y, x]
    # 0 is 127.5, and bytes are counted from 128.
    bias += (kernel * steps[:, None, None, None].astype(np.float64)).sum((1, 2, 3)) * step / 2
    values = {
        "image/step": np.float32(step), "image/zero": np.uint8(128), "first/kernel": cells, "first/kernel/step": steps,
        "first/bias": np.round(bias / (steps * np.float64(step))).astype(np.int32), "first/bias/step": steps * np.float32(step),
    }
    graph.initializer.extend(numpy_helper.from_array(np.asarray(value), name) for name, value in values.items())
    nodes = [
        helper.make_node("Transpose", ["image"], ["image/planes"], perm=[0, 3, 1, 2]),
        helper.make_node("SpaceToDepth", ["image/planes"], ["image/cells"], blocksize=2),
        helper.make_node("DequantizeLinear", ["image/cells", "image/step", "image/zero"], ["image/values"]),
        helper.make_node("DequantizeLinear", ["first/kernel", "first/kernel/step"], ["first/kernel/values"], axis=0),
        helper.make_node("DequantizeLinear", ["first/bias", "first/bias/step"], ["first/bias/values"], axis=0),
        helper.make_node("Conv", ["image/values", "first/kernel/values", "first/bias/values"], first.output, kernel_shape=[2, 2], pads=[before, before, 1 - before, 1 - before]),
    ]
    rest = [node for node in graph.node if node is not first]
    del graph.node[:]
    graph.node.extend(nodes + rest)
    sweep(graph)
    return model
