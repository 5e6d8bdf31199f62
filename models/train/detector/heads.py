"""Heads cut out of photos, to be laid anywhere, also far smaller than they were taken."""
import cv2
import numpy as np

# Of the face's sides: what is cut out about its middle, and the half axes of the ellipse that stays of it.
CUT, ELLIPSE = 2.0, (0.68, 0.74)


def oval(image, box):
    """-> RGBA about the box, transparent outside an ellipse with a soft edge; and the box in it"""
    middle, size = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
    low = np.maximum(np.floor(middle - size * CUT / 2), 0).astype(int)
    high = np.minimum(np.ceil(middle + size * CUT / 2), image.shape[1::-1]).astype(int)
    piece = image[low[1]:high[1], low[0]:high[0]]
    alpha = np.zeros(piece.shape[:2], np.uint8)
    centre = middle - low - [0, 0.06 * size[1]]
    cv2.ellipse(alpha, (tuple(centre.tolist()), tuple((2 * size * ELLIPSE).tolist()), 0), 255, -1)
    alpha = cv2.GaussianBlur(alpha, (0, 0), max(0.5, 0.04 * float(size.min())))
    return np.dstack([piece, alpha]), box - np.tile(low, 2).astype(np.float32)


def heads(pictures, least=18):
    """-> [(RGBA, face box)], bare faces three times, masked ones once"""
    result = []
    for p in pictures:
        for box, bare in zip(p.faces, p.bare):
            inside = (box[:2] > 0).all() and (box[2:] < p.image.shape[1::-1]).all()
            if inside and (box[2:] - box[:2]).min() >= least:
                result += [oval(p.image, box)] * (3 if bare else 1)
    return result
