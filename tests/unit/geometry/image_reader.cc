// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/image_reader.h>
#include <meshes/geometry/shapes/primitives.h>
#include <params/reader/registry.h>
#include <tests/unit/geometry/files.h>
#include <tests/unit/geometry/images.h>
#include <tests/unit/geometry/sampling.h>

#include <vtkImageData.h>
#include <vtkMatrix4x4.h>
#include <vtkNIFTIImageWriter.h>
#include <vtkNew.h>
#include <vtkTIFFWriter.h>
#include <vtkXMLImageDataWriter.h>

#include <boost/test/unit_test.hpp>
#include <tiffio.h>
#include <zlib.h>

#include <cmath>
#include <cstdint>
#include <fstream>

using namespace lacuna::geometry;
using lacuna::params::InputError;

namespace {

constexpr std::array<int, 3> size = {4, 3, 2};

/** Value of a voxel of the test volumes. */
int value(int i, int j, int k) {
  return i + 10 * j + 100 * k;
}

/** The values one after another as a type. */
template <typename T>
std::string voxels(bool swap = false) {
  std::string text;
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i) {
        std::string one = bytes(static_cast<T>(value(i, j, k)));
        if (swap)
          std::reverse(one.begin(), one.end());
        text += one;
      }
  return text;
}

/** Compressed with zlib's header or, as files of gzip, with gzip's. */
std::string compressed(const std::string &text, bool gzip) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + (gzip ? 16 : 0), 8, Z_DEFAULT_STRATEGY);
  std::string result(2 * text.size() + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
  stream.avail_in = text.size();
  stream.next_out = reinterpret_cast<Bytef *>(result.data());
  stream.avail_out = result.size();
  deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

vtkNew<vtkImageData> vtk_image(int layers = size[2], int first_layer = 0) {
  vtkNew<vtkImageData> image;
  image->SetDimensions(size[0], size[1], layers);
  image->SetSpacing(2, 1, 3);
  image->AllocateScalars(VTK_UNSIGNED_SHORT, 1);
  for (int k = 0; k < layers; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i)
        image->SetScalarComponentFromDouble(i, j, k, 0, value(i, j, first_layer + k));
  return image;
}

Volume read(const std::string &path) {
  VolumeFileParameters parameters;
  parameters.file = path;
  return read_volume(parameters);
}

void check_values(const Volume &volume, const std::string &what) {
  BOOST_TEST(volume.size == size, what);
  BOOST_REQUIRE(volume.values.size() == 24u);
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i)
        BOOST_TEST(volume.values[(k * 3 + j) * 4 + i] == value(i, j, k), what);
}

/** Voxels of 2 × 1 × 3 mm from (1, 2, 3) mm; with axes along y, −x, z if they are turned. */
void check_grid(const Volume &volume, bool turned, const std::string &what) {
  const dealii::Tensor<2, 3> axes = turned
                                        ? dealii::Tensor<2, 3>({{0, -1, 0}, {1, 0, 0}, {0, 0, 1}})
                                        : dealii::Tensor<2, 3>({{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  BOOST_TEST((volume.direction - axes).norm() < 1e-6, what);
  BOOST_TEST(volume.origin.distance(Point(1e-3, 2e-3, 3e-3)) < 1e-9, what);
  BOOST_TEST(Point(volume.spacing[0], volume.spacing[1], volume.spacing[2])
                     .distance(Point(2e-3, 1e-3, 3e-3)) < 1e-9,
             what);
}

std::string metaimage(const std::string &file, const std::string &more = "") {
  return "ObjectType = Image\nNDims = 3\n" + more +
         "TransformMatrix = 0 1 0 -1 0 0 0 0 1\nOffset = 1 2 3\nElementSpacing = 2 1 3\n"
         "DimSize = 4 3 2\nElementType = MET_SHORT\nElementDataFile = " +
         file + "\n";
}

std::string nrrd(const std::string &encoding, const std::string &more = "") {
  return "NRRD0004\n# a comment\ntype: short\ndimension: 3\nspace: left-posterior-superior\n"
         "sizes: 4 3 2\nspace directions: (0,2,0) (-1,0,0) (0,0,3)\nkinds: domain domain domain\n"
         "endian: little\nencoding: " +
         encoding + "\nspace origin: (1,2,3)\n" + more;
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_image_reader)

BOOST_AUTO_TEST_CASE(formats_with_a_header_of_text) {
  const Folder folder;
  const std::string raw = voxels<std::int16_t>();
  folder.write("volume.raw", "xyz" + raw);
  folder.write("big.zraw", compressed(voxels<std::int16_t>(true), false));
  const std::string files[] = {
      folder.write("a.mha", metaimage("LOCAL") + raw),
      folder.write("b.mha", metaimage("LOCAL", "CompressedData = True\n") + compressed(raw, false)),
      folder.write("c.mhd", metaimage("volume.raw", "HeaderSize = -1\n")),
      folder.write("d.mhd", metaimage("volume.raw", "HeaderSize = 3\n")),
      folder.write("e.mhd", metaimage("big.zraw", "CompressedData = True\nBinaryDataByteOrderMSB "
                                                  "= True\n")),
      folder.write("a.nrrd", nrrd("raw") + "\n" + raw),
      folder.write("b.nrrd", nrrd("gzip") + "\n" + compressed(raw, true)),
      folder.write("c.nhdr", nrrd("raw", "data file: volume.raw\nbyte skip: 3\n")),
      folder.write("d.nhdr", nrrd("raw", "data file: volume.raw\nbyte skip: -1\n"))};
  for (const std::string &file : files) {
    const Volume volume = read(file);
    check_values(volume, file);
    check_grid(volume, true, file);
  }
}

BOOST_AUTO_TEST_CASE(raw_files_of_every_type) {
  const Folder folder;
  VolumeFileParameters parameters;
  parameters.dimensions = {4, 3, 2};
  parameters.voxel_size = {2e-3, 1e-3, 3e-3};
  parameters.header_bytes = 5;
  const std::tuple<const char *, const char *, std::string> files[] = {
      {"uint8", "little", voxels<std::uint8_t>()},   {"int16", "big", voxels<std::int16_t>(true)},
      {"uint16", "little", voxels<std::uint16_t>()}, {"int32", "big", voxels<std::int32_t>(true)},
      {"uint32", "little", voxels<std::uint32_t>()}, {"float32", "big", voxels<float>(true)},
      {"float64", "little", voxels<double>()},       {"int8", "big", voxels<std::int8_t>()}};
  for (const auto &[type, order, raw] : files) {
    parameters.type = type;
    parameters.byte_order = order;
    parameters.file = folder.write(std::string(type) + ".raw", "12345" + raw);
    const Volume volume = read_volume(parameters);
    check_values(volume, type);
    BOOST_TEST(volume.spacing[2] == 3e-3);
  }
}

BOOST_AUTO_TEST_CASE(formats_of_vtk) {
  const Folder folder;
  vtkNew<vtkXMLImageDataWriter> vti;
  const auto image = vtk_image();
  image->SetOrigin(1, 2, 3);
  image->SetDirectionMatrix(0, -1, 0, 1, 0, 0, 0, 0, 1);
  vti->SetInputData(image);
  vti->SetFileName((folder / "a.vti").c_str());
  vti->Write();
  check_values(read(folder / "a.vti"), "vti");
  check_grid(read(folder / "a.vti"), true, "vti");

  for (const std::string name : {"a.nii", "a.nii.gz"}) {
    vtkNew<vtkMatrix4x4> matrix;
    const double rows[16] = {0, -1, 0, 1, 1, 0, 0, 2, 0, 0, 1, 3, 0, 0, 0, 1};
    matrix->DeepCopy(rows);
    vtkNew<vtkNIFTIImageWriter> nifti;
    nifti->SetInputData(vtk_image());
    nifti->SetQFormMatrix(matrix);
    nifti->SetSFormMatrix(matrix);
    nifti->SetFileName((folder / name).c_str());
    nifti->Write();
    check_values(read(folder / name), name);
    check_grid(read(folder / name), true, name);
  }
}

// A mirrored NIfTI volume (qfac −1), as scanners write them: the place of each voxel counts, not
// its index.
BOOST_AUTO_TEST_CASE(mirrored_nifti_keeps_its_place) {
  const Folder folder;
  vtkNew<vtkMatrix4x4> matrix;
  const double rows[16] = {-1, 0, 0, 1, 0, 1, 0, 2, 0, 0, 1, 3, 0, 0, 0, 1};
  matrix->DeepCopy(rows);
  vtkNew<vtkNIFTIImageWriter> nifti;
  nifti->SetInputData(vtk_image());
  nifti->SetQFac(-1);
  nifti->SetQFormMatrix(matrix);
  nifti->SetFileName((folder / "m.nii").c_str());
  nifti->Write();
  const Volume volume = read(folder / "m.nii");
  double sum = 0; // of values times places, whatever the order of voxels
  std::size_t at = 0;
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 4; ++i, ++at) {
        const dealii::Tensor<1, 3> along(
            {i * volume.spacing[0], j * volume.spacing[1], k * volume.spacing[2]});
        sum += volume.values[at] * (volume.origin + volume.direction * along)[0];
      }
  double known = 0;
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 4; ++i)
        known += value(i, j, k) * (1e-3 - 2e-3 * i);
  BOOST_TEST(std::abs(sum - known) < 1e-9);
}

BOOST_AUTO_TEST_CASE(tiff_slices) {
  const Folder folder;
  std::filesystem::create_directories(folder.path / "slices");
  for (const int slice : {0, 1}) {
    vtkNew<vtkTIFFWriter> tiff;
    tiff->SetInputData(vtk_image(1, slice));
    tiff->SetFileName((folder / (slice == 0 ? "slices/s9.tif" : "slices/s10.tif")).c_str());
    tiff->Write();
  }
  vtkNew<vtkTIFFWriter> pages;
  pages->SetInputData(vtk_image());
  pages->SetFileName((folder / "pages.tif").c_str());
  pages->Write();
  VolumeFileParameters parameters;
  parameters.voxel_size = {5e-6};
  for (const std::string name : {"slices", "slices/s*.tif", "pages.tif"}) {
    parameters.file = folder / name;
    Volume volume = read_volume(parameters);
    // VTK writes the last row of a single picture first; the first row of a file is at y = 0.
    for (int k = 0; name != "pages.tif" && k < 2; ++k)
      for (int i = 0; i < 4; ++i)
        std::swap(volume.values[k * 12 + i], volume.values[k * 12 + 8 + i]);
    check_values(volume, name);
    BOOST_TEST(volume.spacing[1] == 5e-6);
  }
  folder.write("slices/s11.tif", "II*");
  parameters.file = folder / "slices";
  BOOST_TEST(message_of([&] { read_volume(parameters); }).find("s11.tif: ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(tiff_pages_of_other_kinds) {
  struct Page {
    unsigned int width, bits, photometric;
  };
  const Folder folder;
  const auto written = [&](const std::string &name, const std::vector<Page> &pages) {
    VolumeFileParameters parameters;
    parameters.file = folder / name;
    parameters.voxel_size = {5e-6};
    TIFF *tiff = TIFFOpen(parameters.file.c_str(), "w");
    for (const Page &page : pages) {
      TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.width);
      TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, 3);
      TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, page.bits);
      TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
      TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, page.photometric);
      std::string row(8 * page.width, '\7');
      for (unsigned int i = 0; i < 3; ++i)
        TIFFWriteScanline(tiff, row.data(), i, 0);
      TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
    return parameters;
  };
  const Page usual{4, 8, PHOTOMETRIC_MINISBLACK};
  const auto says = [&](const VolumeFileParameters &parameters, const std::string &what) {
    const std::string message = message_of([&] { read_volume(parameters); });
    BOOST_TEST(message.find(what) != std::string::npos, message);
  };
  says(written("wider.tif", {usual, {400, 8, PHOTOMETRIC_MINISBLACK}}),
       "400 x 3 pixels; expected 4 x 3 as in the pages before");
  says(written("bits.tif", {usual, {4, 16, PHOTOMETRIC_MINISBLACK}}),
       "pages of 8 and 16 bits a pixel");
  says(written("one.tif", {{4, 1, PHOTOMETRIC_MINISBLACK}}), "1 bits a pixel");
  // Values are as stored, also where 0 is white.
  const Page white{4, 8, PHOTOMETRIC_MINISWHITE};
  const Volume volume = read_volume(written("white.tif", {white, white}));
  BOOST_TEST(volume.n_voxels() == 24u);
  BOOST_TEST(volume.values == std::vector<float>(24, 7.f), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nifti_headers_are_taken_at_their_word) {
  const Folder folder;
  vtkNew<vtkMatrix4x4> matrix;
  vtkNew<vtkNIFTIImageWriter> nifti;
  nifti->SetInputData(vtk_image());
  nifti->SetSFormMatrix(matrix);
  nifti->SetFileName((folder / "a.nii").c_str());
  nifti->Write();
  std::ifstream file(folder / "a.nii", std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(file)), {});
  const auto with = [&](std::size_t at, const std::string &what) {
    std::string changed = whole;
    return folder.write("b.nii", changed.replace(at, what.size(), what));
  };
  const Volume before = read(folder / "a.nii");
  constexpr std::size_t datatype = 70, units = 123, slope = 112, sform = 280;
  const Volume micron = read(with(units, "\3"));
  const Volume unscaled = read(with(slope, bytes(std::nanf("")) + bytes(5.f)));
  BOOST_TEST(unscaled.values == before.values, boost::test_tools::per_element());
  // A matrix of another spacing than pixdim's counts.
  const Volume finer = read(with(sform, bytes(0.05f) + bytes(0.f) + bytes(0.f) + bytes(0.f) +
                                            bytes(0.f) + bytes(0.05f) + bytes(0.f) + bytes(0.f) +
                                            bytes(0.f) + bytes(0.f) + bytes(0.05f) + bytes(0.f)));
  for (unsigned int d = 0; d < 3; ++d) {
    BOOST_TEST(micron.spacing[d] == 1e-3 * before.spacing[d], boost::test_tools::tolerance(1e-6));
    BOOST_TEST(finer.spacing[d] == 50e-6, boost::test_tools::tolerance(1e-6));
  }
  const auto message = [&](const std::string &path) { return message_of([&] { read(path); }); };
  BOOST_TEST(message(with(datatype, bytes(std::int16_t(9999)))).find("values of type 9999") !=
             std::string::npos);
  BOOST_TEST(message(with(42, bytes(std::int16_t(30000)) + bytes(std::int16_t(30000))))
                 .find("more than its bytes can hold") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_vti_of_texts_is_refused) {
  const Folder folder;
  const std::string path = folder.write(
      "a.vti", "<VTKFile type=\"ImageData\"><ImageData><Piece><PointData Scalars=\"s\">\n<Array "
               "type=\"String\" Name=\"s\" format=\"ascii\">65 0</Array></PointData></Piece>\n");
  BOOST_TEST(message_of([&] { read(path); }).find("values that are texts") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(struts_of_two_voxels_of_a_mask_stay) {
  const Folder folder;
  constexpr int n = 20;
  std::string raw(n * n * n, '\0');
  for (int k = 0; k < n; ++k)
    for (const int j : {9, 10})
      for (const int i : {9, 10})
        raw[(k * n + j) * n + i] = '\xff';
  ImageFileParameters parameters;
  parameters.volume.file = folder.write("mask.raw", raw);
  parameters.volume.dimensions = {n, n, n};
  parameters.volume.voxel_size = {20e-6};
  const ImageShape shape = read_image(parameters);
  BOOST_TEST(solid_fraction(shape, shape.box(), 80) == 4. / (n * n),
             boost::test_tools::tolerance(0.25));
}

// A scan of a ball with noise, a grain beside it and a pore in it.
BOOST_AUTO_TEST_CASE(ball_from_file_to_shape) {
  const Folder folder;
  const int n = 40;
  const double h = 25e-6;
  const Point middle(0.5e-3, 0.48e-3, 0.5e-3);
  const Sphere ball(middle, 0.3e-3), grain(Point(0.1e-3, 0.1e-3, 0.1e-3), 50e-6),
      pore(middle, 60e-6);
  const auto volume = scan(ball, n, h), with_grain = scan(grain, n, h),
             with_pore = scan(pore, n, h);
  std::string raw;
  for (std::size_t i = 0; i < volume.values.size(); ++i)
    raw += bytes(static_cast<std::int16_t>(
        1000 + 500 * (volume.values[i] + with_grain.values[i] - with_pore.values[i]) +
        20 * random::normal(1, 1, {long(i)})));
  ImageFileParameters parameters;
  parameters.volume.file = folder.write("ball.raw", raw);
  parameters.volume.dimensions = {n, n, n};
  parameters.volume.type = "int16";
  parameters.volume.voxel_size = {h};
  parameters.fill_pores = true;
  parameters.position = "file";
  std::vector<std::string> notes;
  const ImageShape shape =
      read_image(parameters, [&](const std::string &x) { notes.push_back(x); });
  BOOST_REQUIRE(notes.size() == 5u);
  BOOST_TEST(notes[0] == "40 x 40 x 40 voxels of 25 x 25 x 25 um");
  BOOST_TEST(notes[1].find("smoothing changes the solid from ") == 0, notes[1]);
  BOOST_TEST(notes[2].find("threshold by Otsu 12") == 0, notes[2]);
  BOOST_TEST(notes[3] == "removed 1 loose pieces of solid");
  BOOST_TEST(notes[4] == "filled 1 enclosed pores");
  // Smoothing by σ moves a surface of radius r inwards by σ² / r, here 2 µm.
  const double fraction = solid_fraction(shape, shape.box(), 80);
  const double known = 4. / 3 * M_PI * std::pow(0.3e-3 - h * h / 0.3e-3, 3) / shape.box().volume();
  BOOST_TEST(std::abs(fraction / known - 1) < 0.01);

  parameters.voxels = "exact";
  parameters.solid = "below";
  parameters.islands = "all";
  parameters.fill_pores = false;
  const double void_fraction =
      solid_fraction(read_image(parameters), shape.box(), n); // one point a voxel
  BOOST_TEST(std::abs(void_fraction * n * n * n - std::round(void_fraction * n * n * n)) < 1e-6);
  BOOST_TEST(std::abs(1 - void_fraction - known) < 0.02);

  parameters.position = "standing";
  const auto [low, high] = read_image(parameters).box().get_boundary_points();
  BOOST_TEST(low.distance(Point(-n * h / 2, -n * h / 2, 0)) < 1e-12);
  BOOST_TEST(high.distance(Point(n * h / 2, n * h / 2, n * h)) < 1e-12);

  parameters.threshold = "5000";
  parameters.solid = "above";
  BOOST_TEST(message_of([&] { read_image(parameters); }) ==
             parameters.volume.file +
                 ": no voxel above 5000; expected a threshold that parts solid and void");
}

BOOST_AUTO_TEST_CASE(broken_files_are_refused_in_one_line) {
  const Folder folder;
  const std::string raw = voxels<std::int16_t>(), short_raw = raw.substr(0, 40);
  const std::string gz = compressed(raw, true);
  const auto replaced = [](std::string text, const std::string &from, const std::string &to) {
    return text.replace(text.find(from), from.size(), to);
  };
  const std::tuple<const char *, std::string, const char *> files[] = {
      {"empty.mha", "", "no ElementDataFile"},
      {"text.mha", "no volume\n", ":1: no volume; expected name = value"},
      {"short.mha", metaimage("LOCAL") + short_raw,
       "40 bytes of voxels; expected 48 bytes: 4 x 3 x 2"},
      {"lost.mhd", metaimage("lost.raw"), "lost.raw: cannot be read"},
      {"list.mhd", metaimage("LIST"), ":8: elementdatafile: LIST; expected one file"},
      {"size.mha", replaced(metaimage("LOCAL"), "4 3 2", "4 -3 2") + raw, ":6: dimsize: 4 -3 2"},
      {"type.mha", replaced(metaimage("LOCAL"), "MET_SHORT", "MET_OTHER") + raw, "MET_OTHER"},
      {"shear.mha", replaced(metaimage("LOCAL"), "0 1 0 -1", "0 1 0 -1.2 1") + raw, "9 numbers"},
      {"slant.mha", replaced(metaimage("LOCAL"), "0 1 0 -1 0 0", "1 0 0 1 1 0") + raw,
       "axes that are not perpendicular"},
      {"empty.nrrd", "", "no NRRD header"},
      {"short.nrrd", nrrd("raw") + "\n" + short_raw, "40 bytes of voxels"},
      {"cut.nrrd", nrrd("gzip") + "\n" + gz.substr(0, gz.size() / 2), "damaged or too few"},
      {"damaged.nrrd", nrrd("gzip") + "\n" + raw, "damaged or too few"},
      {"bz.nrrd", nrrd("bzip2") + "\n" + raw, "encoding: bzip2; expected raw or gzip"},
      {"four.nrrd", replaced(nrrd("raw"), "dimension: 3", "dimension: 4") + "\n" + raw,
       "expected 3"},
      {"text.nii", std::string(400, 'x'), "expected a NIfTI volume"},
      {"cut.nii.gz", gz.substr(0, 10), "expected a NIfTI volume"},
      {"text.tif", "II*\0garbage", "expected a TIFF image"},
      {"text.vti", "<VTKFile type=\"ImageData\"><ImageData", "expected a VTK image"},
      {"volume.dcm", "x", "an unknown ending; expected .mha"}};
  for (const auto &[name, text, part] : files) {
    const std::string path = folder.write(name, text);
    const std::string message = message_of([&path = path] { read(path); });
    BOOST_TEST(message.rfind(folder.path.string(), 0) == 0, std::string(name) + ": " + message);
    BOOST_TEST(message.find(part) != std::string::npos, std::string(name) + ": " + message);
    BOOST_TEST(message.find("; expected ") != std::string::npos, message);
    BOOST_TEST(message.find('\n') == std::string::npos, message);
    BOOST_CHECK_THROW(read(path), InputError);
  }
  BOOST_CHECK_THROW(read(folder / "missing.mha"), InputError);
  BOOST_CHECK_THROW(read(folder / "missing.nii"), InputError);
  BOOST_CHECK_THROW(read(folder / "missing_folder"), InputError);
}

BOOST_AUTO_TEST_CASE(parameters_are_checked) {
  const Folder folder;
  for (const char *name : {"a.mha", "a.raw", "a.tif"})
    folder.write(name, "");
  const auto message = [&](const std::vector<std::string> &overrides) {
    lacuna::params::Registry registry;
    ImageFileParameters parameters;
    parameters.declare(registry);
    std::vector<lacuna::params::Entry> entries;
    for (const auto &text : overrides) {
      entries.push_back(lacuna::params::parse_override("Image/" + text));
      // As written in a study in that folder.
      entries.back().file = folder / "study.prm";
      entries.back().line = 1;
    }
    return message_of([&] {
      registry.read(entries);
      parameters.check(registry);
    });
  };
  BOOST_TEST(message({"File=a.mha"}) == "");
  BOOST_TEST(message({"File=a.raw", "Voxel size=10 um", "Dimensions=4, 3, 2"}) == "");
  BOOST_TEST(message({"File=slices/*.tif", "Voxel size=10 um", "Threshold=12.5"}) == "");
  BOOST_TEST(message({}).find("expected a volume that ends in") != std::string::npos);
  BOOST_TEST(message({"File=a.raw", "Voxel size=10 um"}).find("expected 3 whole numbers") !=
             std::string::npos);
  BOOST_TEST(message({"File=a.tif"}).find("expected lengths larger than 0") != std::string::npos);
  BOOST_TEST(message({"File=a.mha", "Threshold=high"}).find("expected otsu or a number") !=
             std::string::npos);
  BOOST_TEST(message({"File=a.mha", "Voxel size=1 um, 2 um"}).find("expected one length, or 3") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
