# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the inputs that fuzzing starts from: corpus.py OUT writes OUT/TARGET/… and OUT/TARGET.dict.

Small files of every kind that is read, valid ones and such as were made to harm: counts beyond the
file, pages that differ, types that nobody knows, files that are cut short. Where a target chooses
by the first byte of an input how to read the rest, it stands here as the key of a pair.
"""

import pathlib
import re
import struct
import sys

import image_files
import surface_files

PARAMS = pathlib.Path(__file__).resolve().parents[2] / "params"
LARGEST = 1 << 16  # bytes of an input

FORMULAS = [
    "1", "0.4 + 0.3*(r > 2)", "z < 3 ? 1 : 1.5", "sqrt(x^2 + y^2)/pi", "min(x, y, z) + abs(sin(r))",
    "400 um", "0.5 MPa*sqrt(m)", "1e6 1/M/s", "10 deg, 20 deg", "1.4e-10 m^2/s", "-3e-400 m",
    "1/x", "log(-1)", "x = 3", "((((1))))", "1e999", "rnd()", "\u00b5m", "\u03bcm", "5 m^-9", "1,,2",
    "_e^_pi", "avg()", "(", "\"a\"", "x(", "1 ? 2", "7 % 1", "sqrt(sqrt(m^4))", "0x7f", "1e-3 m*(s/(s))"]

PARAMETERS = [
    "set a = 1\fset b = 2\fA/b=1",
    "subsection A\n  set b = 1 # c\n  subsection B\n  end\nend\ninclude included.prm\f"
    "subsection C\nset d = \\\n 4\nend\f--set",
    "include included.prm\finclude main.prm\fA/B/c = 1",
    "include included.prm\n" * 27 + "\finclude main.prm\f/=",
    "\ufeffset a = \u00e9\f\fA/b=\\", "set a = \\\n", "end", "subsection", "include /dev/zero", "include .",
    "subsection A\n" * 20 + "end\n" * 20, "set = 1", "set a 1", "set a = " + "x" * 300,
    "include ", "set a\0b = 1", "\r\nset a = 1\r\n"]

STUDIES = [
    "subsection Groups\n  set A = Envelope/Shape = box; Print/Diameter variation = 0\n"
    "  set Specimens = 3\nend\n",
    "subsection Factor BMP2\n set Diffusivity = 1e-10 m^2/s\nend\nsubsection Factor X\nend\n",
    "subsection Scaffold\n set Lattice = image\nend\nsubsection Image\n set File = study.prm\nend\n",
    "subsection Scaffold\n set Lattice = surface\nend\nsubsection Surface\n set File = *.stl\nend\n",
    "subsection Envelope\n set Shape = cell\nend\nsubsection Scaffold\n set Lattice = gyroid\nend\n",
    "subsection Material\n set Tensile strength = 1 Pa\nend\n",
    "subsection Export\n set Formats = stl, inp\n set Voxel size = 1 nm\nend\n",
    "subsection Mechanics\n set Strength = collapse\nend\n",
    "subsection Groups\n set con = \n set a/b = \n set .. = \nend\n"]

RECORDS = [
    '{"results": {"porosity": {"value": 0.5, "error": null}}, "columns": [["porosity", 0.5], '
    '["note", "a, \\"b\\"\\nc"], ["none", null]], "input_hash": "hash", "files": {}}',
    '{"input_hash": "hash", "results": null, "columns": {"a": ["b", 1e400]}}',
    '{"input_hash": "hash", "results": {}, "columns": [["a", [[[[1]]]]]], "files": '
    '{"curve.csv": {"bytes": 4, "crc32": "00000000"}, "../x": 1}}',
    '{"input_hash": "hash", "results": {"mechanics": {"modulus_Pa": {"value": 1e9, "error": 1e8}, '
    '"first_grid": {"modulus_Pa": 1e9, "unknowns": 3000}}}, "columns": []}',
    "[" * 3000, '{"input_hash": "hash", "files": ' + "[" * 500 + "]" * 500 + "}"]


def numbers(*values):
    return struct.pack(f"<{len(values)}d", *values)


STATES = [numbers(3, 2, 0.5, 0.25), numbers(1, 4), numbers(1, 1e300), numbers(-1, float("nan")),
          numbers(1, 0) + b"odd", b"", b"\n"]


def parameter_files():
    files = [path for folder in ("designs", "studies", "verification", "validation")
             for path in sorted((PARAMS / folder).glob("*.prm"))]
    return [re.sub(r"(?m)^include .*\n", "", path.read_text()) for path in files]


def keyed(files, *keys):
    """Files by the byte that chooses how they are read."""
    return [bytes([key]) + file for key, kind in enumerate(keys) for file in files[kind]]


def words(texts):
    """What the texts consist of."""
    return [word for text in texts for word in re.findall(r"[^\s=;,<>(){}\[\]]{2,40}", text)]


def statements(texts):
    """Keys, sections and values of parameter files."""
    found = re.findall(r"(?m)^ *(set|subsection) +([^=#\n]*\w)(?: *= *([^#\n]*\S))?", "\n".join(texts))
    return [f"{word} {name}" for word, name, _ in found] + [value for *_, value in found]


def corpora():
    """Inputs of each target, and the words of which a fuzzer is to make others."""
    surfaces, images = surface_files.files(), image_files.files()
    studies = STUDIES + parameter_files()
    return {
        "formulas": (FORMULAS, words(FORMULAS)),
        "parameters": (PARAMETERS + studies, words(PARAMETERS)),
        "study": (studies, statements(studies)),
        "surfaces": (keyed(surfaces, "stl", "obj", "ply"), words(surface_files.WORDS)),
        "images": (keyed(images, "mha", "nrrd", "raw"), words(image_files.WORDS)),
        "nifti": (keyed(images, "nii", "nii"), image_files.NIFTI_TYPES),
        "vti": (images["vti"], words(text.decode() for text in images["vti"])),
        "tiff": (images["tif"], image_files.TIFF_TAGS),
        "states": ([b"\0" + text.encode() for text in RECORDS] + [b"\1" + state for state in STATES],
                   words(RECORDS))}


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


def quoted(word):
    return '"' + "".join(chr(c) if 32 < c < 127 and c not in b'"\\' else f"\\x{c:02x}"
                         for c in as_bytes(word)) + '"'


def main(out):
    for target, (inputs, dictionary) in corpora().items():
        folder = pathlib.Path(out, target)
        folder.mkdir(parents=True, exist_ok=True)
        for i, content in enumerate(inputs):
            content = as_bytes(content)
            assert len(content) <= LARGEST, (target, i)
            (folder / f"{i:03}").write_bytes(content)
        lines = sorted({quoted(word) for word in dictionary if word})
        pathlib.Path(out, target + ".dict").write_text("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    main(sys.argv[1])
