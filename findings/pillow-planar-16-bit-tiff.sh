#!/usr/bin/env bash
# Pillow shows other pixels, and no error, for a TIFF of 16-bit RGB whose samples lie in planes, if it is not compressed.
#
# Pillow 12.3.0, beside tifffile 2026.3.3. The same picture of 8 × 4 pixels, in planes (PlanarConfiguration 2), without compression and with deflate. tifffile reads both as
# they were written. Pillow opens both as RGB of 8 bits: with deflate it gives the upper eight bits of each sample, as it should; without compression it takes the bytes of
# a plane for samples of 8 bits, so that every other pixel is the lower half of the one before, and half of the picture is missing.
#
# Seen:
#   deflate         as written: True
#   no compression  as written: False
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet pillow==12.3.0 tifffile==2026.3.3 numpy imagecodecs > /dev/null 2>&1
cat > show.py <<'PY'
import sys
import numpy, tifffile
from PIL import Image
picture = (numpy.arange(3 * 4 * 8, dtype='uint16') * 601).reshape(3, 4, 8)
as_seen = True
for name, compression, expected in (('deflate', 'deflate', True), ('no compression', None, False)):
    tifffile.imwrite('a.tif', picture, photometric='rgb', planarconfig='separate', compression=compression)
    assert (tifffile.imread('a.tif') == picture).all()
    shown = numpy.array(Image.open('a.tif').convert('RGB'))
    same = bool((shown == numpy.moveaxis(picture, 0, -1) >> 8).all())
    print(f'{name:15} as written: {same}')
    as_seen &= same == expected
sys.exit(0 if as_seen else 1)
PY
venv/bin/python show.py
