# SPDX-License-Identifier: LGPL-2.1-or-later
"""colours.py PICTURE: fails where either half of a picture has hardly any colours of a field."""

import sys

import matplotlib.image
import numpy as np

picture = (255 * matplotlib.image.imread(sys.argv[1])[..., :3]).astype(int)
for half in np.array_split(picture, 2, axis=1):
    saturated = half[np.ptp(half, axis=2) > 60]
    colours = len(np.unique(saturated // 16, axis=0))
    print(f"{len(saturated) / half[..., 0].size:.0%} coloured, in {colours} shades")
    assert colours > 20 and len(saturated) > 0.1 * half[..., 0].size
