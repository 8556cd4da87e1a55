# SPDX-License-Identifier: LGPL-2.1-or-later
"""colours.py PICTURE COLUMNS ROWS: fails where a view of a picture has hardly any colours of a field.

The row of cracks, where there are four rows, is of one colour.
"""

import sys

import matplotlib.image
import numpy as np

CRACKS = 1

picture = (255 * matplotlib.image.imread(sys.argv[1])[..., :3]).astype(int)
columns, rows = map(int, sys.argv[2:])
for row, band in enumerate(np.array_split(picture, rows)):
    for view in np.array_split(band, columns, axis=1):
        saturated = view[np.ptp(view, axis=2) > 60]
        colours, share = len(np.unique(saturated // 16, axis=0)), len(saturated) / view[..., 0].size
        print(f"row {row + 1}: {share:.1%} coloured, in {colours} shades")
        if row == CRACKS and rows == 4:
            assert share > 0.001
        else:
            assert colours > 20 and share > 0.02
