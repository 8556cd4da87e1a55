# SPDX-License-Identifier: LGPL-2.1-or-later
"""Small surfaces as STL, OBJ and PLY, whole and faulty, for corpus.py."""

import struct

CORNERS = [(x, y, z) for z in (0, 1) for y in (0, 1) for x in (0, 1)]
FACES = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
TRIANGLES = [(f[0], f[i], f[i + 1]) for f in FACES for i in (1, 2)]

WORDS = ["solid facet normal outer loop vertex endloop endfacet endsolid v f vn vt g usemtl",
         "ply format ascii 1.0 binary_little_endian binary_big_endian element vertex face property",
         "list char uchar short ushort int uint float double int8 uint8 int32 uint32 float32 float64",
         "vertex_indices vertex_index end_header comment nan inf -1 1e38 1e-45 4294967295"]


def cubes(*shifts):
    """Corners of the triangles of cubes of 1 at the given shifts along x."""
    return [[(CORNERS[i][0] + shift, *CORNERS[i][1:]) for i in triangle]
            for shift in shifts for triangle in TRIANGLES]


def stl_text(triangles):
    lines = ["solid cube"]
    for corners in triangles:
        lines += ["facet normal 0 0 0", "outer loop"]
        lines += ["vertex {} {} {}".format(*corner) for corner in corners]
        lines += ["endloop", "endfacet"]
    return "\n".join(lines + ["endsolid cube", ""]).encode()


def stl_binary(triangles, count=None):
    head = b"solid".ljust(80, b"\0") + struct.pack("<I", len(triangles) if count is None else count)
    return head + b"".join(struct.pack("<12fH", 0, 0, 0, *sum(map(tuple, corners), ()), 0)
                           for corners in triangles)


def obj(faces, write="{}".format, corners=CORNERS):
    return ("\n".join(["# cube"] + ["v {} {} {}".format(*c) for c in corners] +
                      ["f " + " ".join(write(i + 1) for i in face) for face in faces]) + "\n").encode()


def ply(form, count="uchar", vertices=8, n_faces=6):
    """The cube; `form` is "ascii", or "<" or ">" for binary of that order of bytes."""
    name = {"ascii": "ascii", "<": "binary_little_endian", ">": "binary_big_endian"}[form]
    head = (f"ply\nformat {name} 1.0\ncomment cube\nelement vertex {vertices}\n"
            "property float x\nproperty float y\nproperty float z\n"
            f"element face {n_faces}\nproperty list {count} int vertex_indices\nend_header\n").encode()
    if form == "ascii":
        lines = [" ".join(map(str, c)) for c in CORNERS]
        return head + "\n".join(lines + ["4 " + " ".join(map(str, f)) for f in FACES] + [""]).encode()
    n = {"uchar": "B", "int": "i", "double": "d"}[count]
    return (head + b"".join(struct.pack(form + "3f", *c) for c in CORNERS) +
            b"".join(struct.pack(f"{form}{n}4i", 4, *f) for f in FACES))


def files():
    cube, two, touching = cubes(0), cubes(0, 3), cubes(0, 1)
    overlapping, hole = cubes(0, 0.5), cubes(0)[:-1]
    text = stl_text(cube)
    not_closed = [[(float("nan"), 0, 0), (1, 0, 0), (0, 1, 0)], [(3e38, -3e38, 0)] * 3]
    stl = [text, stl_text(two), stl_text(touching), stl_text(overlapping), stl_text(hole),
           text[:len(text) // 2], text.replace(b"\n", b"\r\n"), text.replace(b"vertex 1", b"vertex 1e999"),
           stl_binary(cube), stl_binary(cube, 13), stl_binary(cube, 1 << 31), stl_binary(cube[:1]),
           stl_binary(touching)[:500], stl_binary(not_closed), stl_binary([]), b"solid", b"endloop",
           b"solid\nendloop\nloop vertex 1 2 3 endloop"]
    concave = [(0, 0, 0), (2, 0, 0), (2, 2, 0), (1, 0.5, 0), (0, 2, 0)]
    objs = [obj(FACES), obj(TRIANGLES), obj(FACES, "{0}//{0}".format), obj(FACES, "{0}/1/2".format),
            obj([[i - 9 for i in face] for face in FACES]), obj([range(5)], corners=concave),
            obj([[0] * 900]), obj([[7, 8]]), b"f 1 2 3", b"v 1 2", b"v 1 2 \\\n3\nf 0", b"v nan inf 1\nf 1 1 1"]
    plys = [ply("ascii"), ply("<"), ply(">"), ply("<", "double"), ply("<", "int"), ply("<")[:300],
            ply("ascii", vertices=4000000000), ply("<", n_faces=1 << 63),
            ply("<").replace(b"float x", b"double x"), ply("ascii").replace(b"float x", b"list uchar int x"),
            b"ply\nformat ascii 1.0\nelement junk 18446744073709551615\nend_header\n",
            b"ply\nformat ascii 1.0\nelement vertex 4000000000\nelement face 0\n"
            b"property list uchar int vertex_indices\nend_header\n",
            b"ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n1",
            b"ply\nformat binary_little_endian 1.0\nelement face 1\n"
            b"property list double double vertex_indices\nend_header\n" + struct.pack("<2d", 1e300, -1.)]
    return {"stl": stl, "obj": objs, "ply": plys}
