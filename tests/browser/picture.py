#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures the views of a sweep's report in Chromium, a point lit: picture.py REPORT.html OUT.png POINT."""

import io
import sys
import tempfile
from pathlib import Path

import matplotlib.image
import numpy as np

from webdriver import Browser

WIDTH, HEIGHT = 1000, 1085


def main(report: str, output: str, point: str) -> None:
    with tempfile.TemporaryDirectory() as profile, Browser(profile, WIDTH, HEIGHT) as page:
        page.open(Path(report))
        page.run("sweep.light(sweep.data.points.findIndex((one) => one.name === arguments[0]))", point)
        page.run("document.getElementById('views').scrollIntoView()")
        shot = matplotlib.image.imread(io.BytesIO(page.screenshot()))
    # Few shades make a small file.
    matplotlib.image.imsave(output, np.round(shot[:, :, :3] * 16) / 16)


if __name__ == "__main__":
    main(*sys.argv[1:])
