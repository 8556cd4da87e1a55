// SPDX-License-Identifier: LGPL-2.1-or-later
#include <tests/unit/geometry/volumes.h>

#include <tiffio.h>
#include <vtkTIFFWriter.h>

#include <filesystem>

using namespace lacuna::geometry;

BOOST_AUTO_TEST_SUITE(geometry_volume_reader)

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
  const ByteOrder little = ByteOrder::little, big = ByteOrder::big;
  const std::tuple<const char *, ByteOrder, std::string> files[] = {
      {"uint8", little, voxels<std::uint8_t>()},   {"int16", big, voxels<std::int16_t>(true)},
      {"uint16", little, voxels<std::uint16_t>()}, {"int32", big, voxels<std::int32_t>(true)},
      {"uint32", little, voxels<std::uint32_t>()}, {"float32", big, voxels<float>(true)},
      {"float64", little, voxels<double>()},       {"int8", big, voxels<std::int8_t>()}};
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
  std::vector<std::string> notes;
  const Volume volume = read_volume(written("white.tif", {white, white}),
                                    [&](const std::string &x) { notes.push_back(x); });
  BOOST_REQUIRE(notes.size() == 1u);
  BOOST_TEST(notes[0] == "TIFF in which 0 is white (min-is-white): values are taken as stored");
  BOOST_TEST(volume.n_voxels() == 24u);
  BOOST_TEST(volume.values == std::vector<float>(24, 7.f), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(units_are_stated_or_asked_for) {
  const Folder folder;
  const std::string raw = voxels<std::int16_t>();
  const std::string um[] = {
      folder.write("um.mha", metaimage("LOCAL", "DistanceUnits = um\n") + raw),
      folder.write("um.nrrd", nrrd("raw", "space units: \"um\" \"um\" \"um\"\n") + "\n" + raw),
      folder.write("micron.nrrd",
                   nrrd("raw", "units: \"microns\" \"microns\" \"microns\"\n") + "\n" + raw),
      folder.write("um.nii", Nifti().unit(3).file()),
      folder.write("um2.nii", Nifti(2, true).unit(3).file())};
  for (const std::string &path : um) {
    for (const double unit : {0., 1e-6}) {
      const Volume volume = read(path, unit);
      BOOST_TEST(volume.spacing[2] == 3e-6, boost::test_tools::tolerance(1e-9));
      BOOST_TEST(volume.origin[0] == 1e-6, boost::test_tools::tolerance(1e-9));
    }
    check_refused([&] { read(path, 1e-3); },
                  path +
                      ": a header with lengths in 1 um; expected 1 mm as File unit of Image says");
  }
  const std::string none[] = {
      folder.write("none.mha", metaimage("LOCAL", "DistanceUnits = ?\n") + raw),
      folder.write("none.nrrd", nrrd("raw", "space units: \"\" \"\" \"\"\n") + "\n" + raw),
      folder.write("none.nii", Nifti().file()), folder.write("none.vti", vti("ascii"))};
  for (const std::string &path : none) {
    BOOST_TEST(read(path, 1e-6).spacing[2] == 3e-6, boost::test_tools::tolerance(1e-9));
    check_refused([&] { read(path, 0.); },
                  path + ": voxels of 2 x 1 x 3 without a unit of length; expected File unit of "
                         "Image, such as 1 mm or 1 um");
    // The size of voxels tells the unit, where it is that of each axis.
    VolumeFileParameters parameters;
    parameters.file = path;
    parameters.voxel_size = {20e-6, 10e-6, 30e-6};
    const Volume volume = read_volume(parameters);
    BOOST_TEST(volume.spacing[2] == 30e-6);
    BOOST_TEST(volume.origin[2] == 30e-6, boost::test_tools::tolerance(1e-9));
    parameters.voxel_size = {20e-6};
    check_refused([&] { read_volume(parameters); }, "without a unit of length");
  }
  check_refused(
      [&] {
        read(folder.write("two.nrrd", nrrd("raw", "units: \"mm\" \"mm\" \"um\"\n") + "\n" + raw),
             0.);
      },
      "expected one unit of length for all axes");
}

BOOST_AUTO_TEST_CASE(a_negative_spacing_is_an_axis_that_runs_backwards) {
  const Folder folder;
  const std::string raw = voxels<std::int16_t>();
  const auto header = [&](const std::string &spacing) {
    return "NDims = 3\nOffset = 1 2 3\nElementSpacing = " + spacing +
           "\nDimSize = 4 3 2\nElementType = MET_SHORT\nElementDataFile = LOCAL\n" + raw;
  };
  const auto spacings = [&](const std::string &spacing) {
    return "NRRD0004\ntype: short\ndimension: 3\nsizes: 4 3 2\nspacings: " + spacing +
           "\nendian: little\nencoding: raw\nspace origin: (1,2,3)\n\n" + raw;
  };
  const std::string backwards[] = {folder.write("a.mha", header("2 -1 3")),
                                   folder.write("a.nrrd", spacings("2 -1 3")),
                                   folder.write("a.vti", vti("ascii", "2 -1 3"))};
  for (const std::string &path : backwards) {
    const Volume volume = read(path);
    check_values(volume, path);
    BOOST_TEST(volume.direction[1][1] == -1., path);
    BOOST_TEST(volume.direction[0][0] == 1., path);
    BOOST_TEST(volume.spacing[1] == 1e-3, path);
    BOOST_TEST(volume.origin.distance(Point(1e-3, 2e-3, 3e-3)) < 1e-9, path);
  }
  for (const std::string spacing : {"2 0 3", "2 nan 3", "2 1", "2 1e999 3"}) {
    check_refused([&] { read(folder.write("b.mha", header(spacing))); }, ":3: elementspacing: ");
    check_refused([&] { read(folder.write("b.nrrd", spacings(spacing))); }, ":5: spacings: ");
  }
  check_refused([&] { read(folder.write("b.vti", vti("ascii", "2 0 3"))); }, "voxels of 2 x 0 x 3");
  check_refused([&] { read(folder.write("b.vti", vti("ascii", "2 nan 3"))); },
                "b.vti: Spacing 2 nan 3; expected 3 numbers");
}

BOOST_AUTO_TEST_SUITE_END()
