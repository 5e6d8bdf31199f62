"""What a camera and a file do to a picture."""
import cv2
import numpy as np


def photograph(r, image, noise):
    """Light, colour, noise, blur of focus and motion, JPEG. `noise` has twice the sides of the picture at least."""
    if r.random() < 0.8:
        gain, offset = r.uniform(0.6, 1.4), r.uniform(-30, 25)
        if r.random() < 0.15:  # night
            gain, offset = gain * r.uniform(0.25, 0.6), offset - 40
        tint = [r.uniform(0.8, 1.2) if r.random() < 0.5 else 1.0 for _ in range(3)]
        table = np.stack([np.clip(((np.arange(256) - 114) * gain + 114 + offset) * t, 0, 255) for t in tint], -1).astype(np.uint8)[:, None]
        image = cv2.LUT(image, table.reshape(256, 1, 3))
        if r.random() < 0.12:
            image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        if r.random() < 0.05:  # dust and dead pixels
            dots = np.random.RandomState(r.randrange(1 << 30)).rand(*image.shape[:2])
            share = r.uniform(0.002, 0.02)
            image[dots < share], image[dots > 1 - share] = 0, 255
        if r.random() < 0.3:
            (h, w), (rows, columns) = image.shape[:2], noise.shape
            y, x = r.randrange(rows // 2), r.randrange(columns // 2)
            image = cv2.add(image, cv2.merge([noise[y:y + h, x:x + w] * r.uniform(2, 14)] * 3), dtype=cv2.CV_8U)
    u = r.random()
    if u < 0.14:
        image = cv2.GaussianBlur(image, (0, 0), r.uniform(0.5, 1.8))
    elif u < 0.22:
        n = r.choice([3, 5, 7, 9])
        kernel = np.zeros((n, n), np.float32)
        cv2.line(kernel, *r.choice([((0, n // 2), (n - 1, n // 2)), ((n // 2, 0), (n // 2, n - 1)), ((0, 0), (n - 1, n - 1)), ((0, n // 4), (n - 1, n - 1 - n // 4))]), 1.0)
        image = cv2.filter2D(image, -1, kernel / kernel.sum())
    elif u < 0.36:
        image = cv2.imdecode(cv2.imencode(".jpg", image, [1, r.randint(20, 70)])[1], 1)
    return image
