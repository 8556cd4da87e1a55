# SPDX-License-Identifier: LGPL-2.1-or-later
"""Small images as MetaImage, NRRD, raw, NIfTI, VTK and TIFF, whole and faulty, for corpus.py."""

import base64
import struct
import zlib

SIZE = (5, 4, 3)
VOXELS = bytes(200 if (i // 2) % 3 else 7 for i in range(60))

WORDS = ["ObjectType = Image NDims DimSize ElementType MET_UCHAR MET_SHORT MET_FLOAT MET_DOUBLE MET_INT",
         "ElementSpacing ElementSize Offset Position Origin TransformMatrix Rotation Orientation LOCAL",
         "BinaryData BinaryDataByteOrderMSB CompressedData True False ElementDataFile HeaderSize LIST",
         "ElementNumberOfChannels NRRD0004 type: dimension: sizes: spacings: encoding: raw gzip endian:",
         "little big space: directions: origin: data file: byte skip: -1 (0.1,0,0) uint8 float double",
         "1048576 1e300 nan inf image.mha image.nrrd image.raw"]

NIFTI_TYPES = [struct.pack(order + "2h", kind, bits) for order in "<>" for kind, bits in
               ((2, 8), (4, 16), (8, 32), (16, 32), (64, 64), (256, 8), (512, 16), (768, 32), (128, 24))]
TIFF_TAGS = [struct.pack(order + "2H", tag, kind) for order in "<>" for kind in (3, 4) for tag in
             (256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 322, 323, 324, 325, 339)]


def mha(data=VOXELS, **changes):
    fields = {"ObjectType": "Image", "NDims": "3", "DimSize": "5 4 3", "ElementSpacing": "0.1 0.1 0.2",
              "Offset": "1 2 3", "ElementType": "MET_UCHAR", **changes, "ElementDataFile": "LOCAL"}
    fields["ElementDataFile"] = changes.get("ElementDataFile", "LOCAL")
    return "".join(f"{key} = {value}\n" for key, value in fields.items()).encode() + data


def nrrd(data=VOXELS, **changes):
    fields = {"type": "uint8", "dimension": "3", "sizes": "5 4 3", "spacings": "0.1 0.1 0.2",
              "encoding": "raw", **changes}
    return ("NRRD0004\n" + "".join(f"{key.replace('_', ' ')}: {value}\n" for key, value in fields.items()) +
            "\n").encode() + data


def nii(data=VOXELS, size=SIZE, datatype=2, bits=8, order="<", slope=1., sform=1, units=2, dims=3):
    header = bytearray(352)
    struct.pack_into(order + "i", header, 0, 348)
    struct.pack_into(order + "8h", header, 40, dims, *size, 1, 1, 1, 1)
    struct.pack_into(order + "2h", header, 70, datatype, bits)
    struct.pack_into(order + "8f", header, 76, 1, 0.1, 0.1, 0.2, 0, 0, 0, 0)
    struct.pack_into(order + "3f", header, 108, 352, slope, 0)
    header[123] = units
    struct.pack_into(order + "2h", header, 252, 1, sform)
    for row in range(3):
        struct.pack_into(order + "4f", header, 280 + 16 * row,
                         *[(0.1, 0.1, 0.2)[row] * (row == i) for i in range(3)], 1)
    header[344:348] = b"n+1\0"
    return bytes(header) + data


def nifti2():
    header = bytearray(544)
    struct.pack_into("<i8s2h", header, 0, 540, b"n+2\0\r\n\x1a\n", 2, 8)
    struct.pack_into("<8q", header, 16, 3, *SIZE, 1, 1, 1, 1)
    struct.pack_into("<8d", header, 104, 1, 0.1, 0.1, 0.2, 0, 0, 0, 0)
    struct.pack_into("<q2d", header, 168, 544, 1, 0)
    return bytes(header) + VOXELS


def vti(array, extent="0 4 0 3 0 2", where="PointData", kind="UInt8", more="", root=""):
    return (f'<VTKFile type="ImageData" version="1.0" byte_order="LittleEndian" header_type="UInt32"{root}>'
            f'<ImageData WholeExtent="{extent}" Origin="0 0 0" Spacing="0.1 0.1 0.2">'
            f'<Piece Extent="{extent}"><{where} Scalars="a"><DataArray type="{kind}" Name="a" {array}'
            f'</DataArray></{where}></Piece></ImageData>{more}</VTKFile>\n')


def vtis():
    plain = 'format="ascii">' + " ".join(map(str, VOXELS))
    block = struct.pack("<I", len(VOXELS)) + VOXELS
    packed = zlib.compress(VOXELS)
    sizes = struct.pack("<4I", 1, len(VOXELS), 0, len(packed))
    compressed = 'format="binary">' + (base64.b64encode(sizes) + base64.b64encode(packed)).decode()
    zlib_root = ' compressor="vtkZLibDataCompressor"'
    appended = f'<AppendedData encoding="base64">_{base64.b64encode(block).decode()}</AppendedData>'
    huge = struct.pack("<4I", 1 << 30, 1 << 31, 0, 1 << 31)
    texts = [vti(plain), vti('format="binary">' + base64.b64encode(block).decode()),
             vti(compressed, root=zlib_root), vti('format="appended" offset="0">', more=appended),
             vti(plain, kind="String"), vti(plain, kind="Float64"), vti(plain, kind="Bit"),
             vti(plain + ' 1' * 100, "0 5 0 4 0 3", "CellData"),
             vti(plain, "0 1999 0 1999 0 1999"), vti(plain, "-9 -5 7 10 0 2"), vti(plain, "4 0 3 0 2 0"),
             vti(plain, "0 2147483647 0 0 0 0"),
             vti('NumberOfComponents="3" ' + plain), vti(plain, kind="Int64"), vti("", "0 0 0 0 0 0"),
             vti('format="binary">' + base64.b64encode(huge).decode(), root=zlib_root),
             vti(plain).replace('type="ImageData"', 'type="PolyData"'),
             vti(plain).replace("Scalars=", 'NumberOfComponents="-1" Vectors=')]
    return [text.encode() for text in texts] + [texts[0].encode()[:400], b"<VTKFile"]


def tiff(pages, order="<"):
    """Pages of (width, height, bits, bytes, {tag: value}); a value of its own replaces that of a tag."""
    mark = {"<": b"II*\0", ">": b"MM\0*"}[order]
    out, at = bytearray(mark + struct.pack(order + "I", 8)), 8
    for n, (width, height, bits, data, changes) in enumerate(pages):
        tags = {256: width, 257: height, 258: bits, 259: 1, 262: 1, 277: 1, 278: height,
                279: len(data), **changes}
        tags[273] = at + 2 + 12 * (len(tags) + 1) + 4 if 273 not in changes else changes[273]
        out += struct.pack(order + "H", len(tags))
        for tag, value in sorted(tags.items()):
            out += struct.pack(order + "2H2I", tag, 4, 1, value)
        following = tags[273] + len(data) if n + 1 < len(pages) else 0
        out += struct.pack(order + "I", following) + data
        at = following
    return bytes(out)


def tiffs():
    page, tile = VOXELS[:20], bytes(range(256))
    packed = zlib.compress(page)
    return [tiff([(5, 4, 8, page, {})] * 3), tiff([(5, 4, 8, page, {262: 0})] * 2, ">"),
            tiff([(5, 2, 16, page, {339: 2})] * 2), tiff([(5, 1, 32, page, {339: 3})] * 2),
            tiff([(5, 4, 8, page, {}), (5, 2, 16, page, {})]), tiff([(5, 4, 8, page, {}), (20, 1, 8, page, {})]),
            tiff([(5, 4, 8, packed, {259: 8})] * 2), tiff([(5, 4, 8, packed, {259: 8, 317: 2})] * 2),
            tiff([(32, 4, 1, page, {})] * 2), tiff([(2, 3, 8, page, {277: 3, 262: 2})] * 2),
            tiff([(16, 16, 8, tile, {322: 16, 323: 16, 324: 8 + 2 + 12 * 14 + 4, 325: 256})] * 2),
            tiff([(60000, 60000, 8, page, {})]), tiff([(5, 4, 8, page, {278: 0})]),
            tiff([(5, 4, 8, page, {259: 5})] * 2), tiff([(5, 4, 8, page, {259: 7})] * 2),
            tiff([(5, 4, 8, page, {259: 32773})] * 2), tiff([(5, 4, 8, page, {273: 8})])[:100],
            tiff([(5, 4, 8, page, {})]).replace(b"\0\0\0\0", b"\x08\0\0\0", 1)]


def files():
    packed = zlib.compress(VOXELS)
    mhas = [mha(), mha(VOXELS, ElementType="MET_CHAR"), mha(packed, CompressedData="True"),
            mha(VOXELS * 8, ElementType="MET_DOUBLE", BinaryDataByteOrderMSB="True"),
            mha(DimSize="2000 2000 2000", CompressedData="True"), mha(DimSize="1048576 1048576 1048576"),
            mha(TransformMatrix="1 0 0 0 0 1 0 -1 0"), mha(ElementSpacing="nan inf 0"),
            mha(ElementDataFile="image.mha", HeaderSize="-1"), mha(ElementDataFile="image.mha", HeaderSize="1e300"),
            mha(ElementDataFile="LIST"), mha(ElementDataFile="."), mha()[:150], mha(b""),
            mha(VOXELS * 4, ElementType="MET_FLOAT"), mha(NDims="2"), mha(ElementNumberOfChannels="3")]
    nrrds = [nrrd(), nrrd(packed, encoding="gzip"), nrrd(VOXELS * 2, type="short", endian="big"),
             nrrd(space_directions="(0.1,0,0) (0,0.1,0) (0,0,-0.2)", space_origin="(1,2,3)"),
             nrrd(data_file="image.nrrd", byte_skip="-1"), nrrd(byte_skip="1e300"), nrrd(byte_skip="60"),
             nrrd(sizes="2000 2000 2000", encoding="gzip"), nrrd(encoding="ascii"), nrrd(b""), nrrd()[:40]]
    raws = [bytes([kind]) + VOXELS * 8 for kind in (0, 3, 6, 7, 131, 135)] + [b"", b"\7" + VOXELS]
    niis = [nii(), nii(order=">"), nii(VOXELS * 2, datatype=4, bits=16, slope=0.5), nii(datatype=9999),
            nii(VOXELS * 4, datatype=16, bits=32, slope=float("nan")), nii(VOXELS * 8, datatype=64, bits=64),
            nii(size=(32767, 32767, 32767)), nii(size=(-5, -4, 3)), nii(VOXELS * 3, datatype=128, bits=24),
            nii(sform=0, units=3), nii(dims=0), nii(dims=7), nii()[:300], nii()[:360], nifti2(),
            nifti2()[:500], nii(bits=0), nii(datatype=512, bits=16)]
    return {"mha": mhas, "nrrd": nrrds, "raw": raws, "nii": niis, "vti": vtis(), "tif": tiffs()}
