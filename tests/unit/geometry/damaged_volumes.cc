// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/prm_file.h>
#include <tests/unit/geometry/volumes.h>

#include <vtkTIFFWriter.h>

#include <filesystem>
#include <fstream>

using namespace lacuna::geometry;
using lacuna::params::InputError;

BOOST_AUTO_TEST_SUITE(geometry_damaged_volumes)

BOOST_AUTO_TEST_CASE(what_is_cut_short_says_so) {
  const Folder folder;
  const std::string raw = voxels<std::int16_t>();
  const auto zero = [](std::size_t n) { return compressed(std::string(n, '\0'), true); };
  const auto replaced = [](std::string text, const std::string &from, const std::string &to) {
    return text.replace(text.find(from), from.size(), to);
  };
  const auto cut = [](const std::string &text, double share) {
    return text.substr(0, static_cast<std::size_t>(share * text.size()));
  };
  const std::string huge = "2000 2000 2000", gz = compressed(Nifti().file(), true),
                    appended = vti("appended"), inline_data = vti("binary");
  const std::tuple<const char *, std::string, const char *> files[] = {
      {"a.mha", metaimage("LOCAL") + raw.substr(8),
       "cut short: 40 of 48 bytes of voxels; expected 4"},
      {"l.mha", metaimage("LOCAL").substr(0, metaimage("LOCAL").size() - 1),
       ":8: cut short: it ends with its header"},
      {"l.nrrd", nrrd("raw"), "cut short: it ends with its header"},
      {"a.nrrd", nrrd("raw") + "\n" + raw.substr(8), "cut short: 40 of 48 bytes of voxels"},
      {"a.nii", Nifti().file().substr(0, 392), "cut short: 40 of 48 bytes of voxels"},
      {"h.nii", Nifti().file().substr(0, 100), "cut short: 100 bytes of a header of 348"},
      {"h2.nii", Nifti(2).file().substr(0, 400), "cut short: 400 bytes of a header of 540"},
      {"a.nii.gz", gz.substr(0, gz.size() - 20), " of 48 bytes of voxels; expected all"},
      {"c.nrrd", nrrd("gzip") + "\n" + zero(40), "cut short: deflated data of 40 of 48 bytes"},
      {"d.nrrd", nrrd("gzip") + "\n" + raw, "damaged, after 0 of 48 bytes of voxels"},
      {"e.nrrd", replaced(nrrd("gzip"), "4 3 2", huge) + "\n" + zero(1000000),
       "too few for 16000000000 bytes of voxels; expected 2000 x 2000 x 2000 of int16"},
      {"e.mha", replaced(metaimage("LOCAL", "CompressedData = True\n"), "4 3 2", huge) + zero(1000),
       "too few for 16000000000 bytes of voxels"},
      {"a.vti", cut(appended, 0.8), "bytes end within the data; expected </VTKFile>"},
      {"b.vti", cut(inline_data, 0.7), "bytes end within the data; expected </VTKFile>"},
      {"c.vti", replaced(appended, "0 3 0 2 0 1", "0 1999 0 1999 0 1999"),
       "too few for 2000 x 2000 x 2000 voxels"}};
  for (const auto &[name, text, part] : files)
    check_refused([&, &name = name, &text = text] { read(folder.write(name, text)); }, part);
}

// Of a TIFF file of two pages the directory of either may be lost, or some of its pixels.
BOOST_AUTO_TEST_CASE(no_beginning_of_a_file_is_read_as_a_whole) {
  const Folder folder;
  vtkNew<vtkTIFFWriter> writer;
  writer->SetInputData(vtk_image());
  writer->SetFileName((folder / "a.tif").c_str());
  writer->Write();
  std::ifstream tiff(folder / "a.tif", std::ios::binary);
  const std::string raw = voxels<std::int16_t>();
  const std::tuple<const char *, std::string> files[] = {
      {"b.tif", {std::istreambuf_iterator<char>(tiff), {}}},   {"b.mha", metaimage("LOCAL") + raw},
      {"b.nrrd", nrrd("gzip") + "\n" + compressed(raw, true)}, {"b.nii", Nifti().file()},
      {"b.nii.gz", compressed(Nifti().file(), true)},          {"b.vti", vti("appended")}};
  for (const auto &[name, whole] : files) {
    VolumeFileParameters parameters;
    parameters.file = folder.write(name, whole);
    parameters.voxel_size = {2e-6, 1e-6, 3e-6};
    check_values(read_volume(parameters), name);
    constexpr int behind = 20; // a checksum, or blanks behind the last tag
    for (std::size_t n = 0; n + behind < whole.size(); n += 1 + n / 97) {
      folder.write(name, whole.substr(0, n));
      BOOST_CHECK_THROW(read_volume(parameters), InputError);
    }
  }
  folder.write("b.tif", std::get<1>(files[0]).substr(0, 300));
  check_refused([&] { read(folder / "b.tif"); }, "cut short");
}

BOOST_AUTO_TEST_CASE(an_image_that_memory_does_not_hold_is_refused_before_it_is_read) {
  const Folder folder;
  VolumeFileParameters parameters;
  parameters.file = folder.write("a.raw", "");
  parameters.dimensions = {3000, 3000, 90000};
  parameters.voxel_size = {1e-6};
  std::filesystem::resize_file(parameters.file, 810000000000); // of which the disk holds nothing
  check_refused([&] { read_volume(parameters); },
                "a.raw: 3000 x 3000 x 90000 voxels, which take 7.29e+03 GB; expected at most the ");
}

// What VTK's own reader does not survive, or fills the memory with.
BOOST_AUTO_TEST_CASE(vti_files_are_read_no_further_than_they_hold) {
  const Folder folder;
  int n = 0;
  const auto vti = [&](const std::string &array, const std::string &extent = "0 1 0 1 0 1",
                       const std::string &piece = "0 1 0 1 0 1", const std::string &root = "") {
    return folder.write(std::to_string(n++) + ".vti",
                        "<VTKFile type=\"ImageData\" version=\"1.0\"" + root +
                            " byte_order=\"LittleEndian\"><ImageData WholeExtent=\"" + extent +
                            "\"><Piece Extent=\"" + piece +
                            "\"><PointData Scalars=\"s\"><DataArray Name=\"s\" " + array +
                            "</DataArray></PointData></Piece></ImageData></VTKFile>");
  };
  const std::string numbers = "format=\"ascii\">0 1 2 3 4 5 6 7", bytes = "type=\"UInt8\" ";
  const Volume volume = read(vti(bytes + numbers));
  BOOST_TEST(volume.values == std::vector<float>({0, 1, 2, 3, 4, 5, 6, 7}),
             boost::test_tools::per_element());
  const std::string zlib = " compressor=\"vtkZLibDataCompressor\"";
  std::string deep = bytes + numbers;
  for (int i = 0; i < 100000; ++i)
    deep += "<a>";
  for (int i = 0; i < 100000; ++i)
    deep += "</a>";
  const std::pair<std::string, const char *> files[] = {
      {vti("type=\"String\" " + numbers), "values that are texts"},
      {vti("type=\"Bit\" " + numbers), "values of type Bit"},
      {vti(bytes + "NumberOfComponents=\"3\" " + numbers), "3 numbers a voxel"},
      {vti(bytes + "format=\"ascii\">0 1 2 3 4 5 6"), "damaged or cut short"},
      {vti(bytes + "format=\"ascii\">0 1 2 3 4 5 6 x"), "damaged or cut short"},
      {vti(bytes + "format=\"appended\" offset=\"9\">"), "damaged or cut short"},
      {vti(bytes + numbers, "0 1 0 1 0 2"), "a piece of a part of the image"},
      {vti(bytes + numbers, "1 0 1 0 1 0"), "WholeExtent 1 0 1 0 1 0; expected a first"},
      {vti(bytes + numbers, "0 1999 0 1999 0 1999"), "too few for 2000 x 2000 x 2000 voxels"},
      // 2^30 blocks of 2^31 bytes
      {vti(bytes + "format=\"binary\">AAAAQAAAAIAAAAAA", "0 1 0 1 0 1", "0 1 0 1 0 1", zlib),
       "damaged or cut short"},
      {vti(bytes + numbers, "0 1 0 1 0 1", "0 1 0 1 0 1", " compressor=\"x\""), "compressed by x"},
      {vti(deep), "elements deeply within each other"}};
  for (const auto &[path, part] : files)
    BOOST_TEST(message_of([&, &path = path] { read(path); }).find(part) != std::string::npos, part);
}

BOOST_AUTO_TEST_CASE(broken_files_are_refused_in_one_line) {
  const Folder folder;
  const std::string raw = voxels<std::int16_t>(), gz = compressed(raw, true);
  const auto replaced = [](std::string text, const std::string &from, const std::string &to) {
    return text.replace(text.find(from), from.size(), to);
  };
  const std::tuple<const char *, std::string, const char *> files[] = {
      {"empty.mha", "", "no ElementDataFile"},
      {"text.mha", "no volume\n", ":1: no volume; expected name = value"},
      {"lost.mhd", metaimage("lost.raw"), "lost.raw: cannot be read"},
      {"list.mhd", metaimage("LIST"), ":8: elementdatafile: LIST; expected one file"},
      {"size.mha", replaced(metaimage("LOCAL"), "4 3 2", "4 -3 2") + raw, ":6: dimsize: 4 -3 2"},
      {"type.mha", replaced(metaimage("LOCAL"), "MET_SHORT", "MET_OTHER") + raw, "MET_OTHER"},
      {"shear.mha", replaced(metaimage("LOCAL"), "0 1 0 -1", "0 1 0 -1.2 1") + raw, "9 numbers"},
      {"slant.mha", replaced(metaimage("LOCAL"), "0 1 0 -1 0 0", "1 0 0 1 1 0") + raw,
       "axes that are not perpendicular"},
      {"empty.nrrd", "", "no NRRD header"},
      {"bz.nrrd", nrrd("bzip2") + "\n" + raw, "encoding: bzip2; expected raw or gzip"},
      {"four.nrrd", replaced(nrrd("raw"), "dimension: 3", "dimension: 4") + "\n" + raw,
       "expected 3"},
      {"text.nii", std::string(400, 'x'), "expected a NIfTI volume"},
      {"cut.nii.gz", gz.substr(0, 10), "expected a NIfTI volume"},
      {"text.tif", "II*\0garbage", "expected a TIFF image"},
      {"text.vti", "<VTKFile type=\"ImageData\"><ImageData></VTKFile>", "expected a VTK image"},
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

BOOST_AUTO_TEST_SUITE_END()
