"""Pictures and their labels: read, and split into a part to train with and one held back."""
import json
import os
import zlib
from dataclasses import dataclass, field

import cv2
import numpy as np

PLATE_SETS = ("plates/openimages", "plates/kaggle433", "plates/romania")
FACE_SET = "faces/mask-train"
NO_QUADS, NO_BOXES = np.zeros((0, 4, 2), np.float32), np.zeros((0, 4), np.float32)
# What the labels miss: finds of an earlier net that had no label, gone through by eye.
REVIEWED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reviewed.json")


@dataclass
class Picture:
    image: np.ndarray  # RGB
    plates: np.ndarray = field(default_factory=lambda: NO_QUADS)  # corners, clockwise from top left
    faces: np.ndarray = field(default_factory=lambda: NO_BOXES)
    maybe_faces: np.ndarray = field(default_factory=lambda: NO_BOXES)
    maybe_plates: np.ndarray = field(default_factory=lambda: NO_BOXES)
    vehicles: np.ndarray = field(default_factory=lambda: NO_BOXES)
    name: str = ""
    bare: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))  # of each face: whether it is known to wear no mask
    drawn: tuple = ()  # of each plate: whether its corners are exact; labelled plates have upright boxes only


def read_gt(root, folder):
    with open(os.path.join(root, folder, "gt.jsonl"), encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def is_validation(folder, entry):
    """By source id or clip, so that no copy of a training picture stands in the validation part."""
    if folder.endswith("romania"):
        return "_002.mp4" in entry["file"] or "_003.mp4" in entry["file"]
    return zlib.crc32(entry.get("source_id", entry["file"]).encode()) % 10 == 0


def quads_of(boxes):
    x0, y0, x1, y1 = boxes.T
    return np.stack([np.stack([x0, y0], 1), np.stack([x1, y0], 1), np.stack([x1, y1], 1), np.stack([x0, y1], 1)], 1).astype(np.float32)


def load(root, folders, validation, teacher=None, longest=640):
    """The labels as they were made when validating; put right by REVIEWED for training."""
    pictures = []
    with open(REVIEWED, encoding="utf-8") as f:
        reviewed = {} if validation else json.load(f)
    for folder in folders:
        of_faces = folder == FACE_SET
        for entry in read_gt(root, folder):
            if is_validation(folder, entry) != validation:
                continue
            name = f"{folder}/{entry['file']}"
            image = cv2.imread(os.path.join(root, name), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)[..., ::-1]
            scale = min(1, longest / max(image.shape[:2]))
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else np.ascontiguousarray(image)
            box = lambda label: np.float32([[b["x"], b["y"], b["x"] + b["w"], b["y"] + b["h"]] for b in entry["boxes"] if b["label"] == label]).reshape(-1, 4) * scale
            more = lambda kind: np.float32(reviewed.get(name, {}).get(kind, [])).reshape(-1, 4) * scale
            plates, doubtful = np.concatenate([box("LICENSE_PLATE"), more("plates")]), more("doubtful")
            maybe = np.float32((teacher or {}).get(name, [])).reshape(-1, 5)[:, :4] * scale
            # SSD takes car fronts for faces: what holds a plate is no face.
            maybe = np.float32([m for m in maybe if not overlap(m, plates)]).reshape(-1, 4)
            pictures.append(Picture(
                image, quads_of(plates) if len(plates) else NO_QUADS, np.concatenate([box("FACE"), more("faces")]),
                doubtful if of_faces else maybe, NO_BOXES if of_faces else doubtful, box("VEHICLE"), name,
                np.array([b.get("class") not in (None, "with_mask") for b in entry["boxes"] if b["label"] == "FACE"] + [False] * len(more("faces")), bool),
            ))
    return pictures


def bounds(quads):
    return np.concatenate([quads.min(-2), quads.max(-2)], -1)


def overlap(box, others):
    return bool(len(others)) and bool(((box[0] < others[:, 2]) & (box[2] > others[:, 0]) & (box[1] < others[:, 3]) & (box[3] > others[:, 1])).any())
