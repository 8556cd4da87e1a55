# SPDX-License-Identifier: LGPL-2.1-or-later
"""pvpython open_all.py FOLDER: opens each file for ParaView below FOLDER and reads all of it."""

import glob
import os
import sys

from paraview.simple import OpenDataFile

KINDS = (".vti", ".vtp", ".vtu", ".pvtu", ".pvd", ".stl", ".ply")
# By file: fields at points that must have a range of values.
FIELDS = {"solid.pvd": ("displacement", "stress", "largest_principal_stress"),
          "pore.pvd": ("concentration_BMP2",), "surface.pvd": ("concentration_BMP2",),
          "directional_modulus.vtp": ("E_Pa",)}

opened, names = set(), set()
for path in sorted(glob.glob(os.path.join(sys.argv[1], "**", "*"), recursive=True)):
    name, kind = os.path.basename(path), os.path.splitext(path)[1]
    if kind not in KINDS:
        continue
    source = OpenDataFile(path)
    source.UpdatePipeline()
    data = source.GetDataInformation()
    assert data.GetNumberOfCells() > 0, path
    for field in FIELDS.get(name, ()):
        low, high = source.PointData[field].GetRange(-1 if field == "displacement" else 0)
        assert high > low, (path, field)
    opened.add(kind)
    print(name, data.GetNumberOfPoints(), data.GetNumberOfCells())
    names.add(name)
assert opened == set(KINDS), opened
assert "bone_scan.vti" in names and "bone.pvd" in names
print("opened", len(opened), "kinds of files")
