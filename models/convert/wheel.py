"""What the converters share: files of a pinned wheel, and attributes of a node."""
import hashlib
import io
import sys
import zipfile

from onnx import helper


def open_wheel(path, sha256):
    """The wheel as an archive, once its bytes are those that were pinned."""
    with open(path, "rb") as file:
        wheel = file.read()
    actual = hashlib.sha256(wheel).hexdigest()
    if actual != sha256:
        sys.exit(f"{path} has sha256 {actual}, expected {sha256}")
    return zipfile.ZipFile(io.BytesIO(wheel))


def attributes(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}
