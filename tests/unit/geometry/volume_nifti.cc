// SPDX-License-Identifier: LGPL-2.1-or-later
#include <tests/unit/geometry/volumes.h>

#include <vtkMatrix4x4.h>
#include <vtkNIFTIImageWriter.h>

#include <cmath>

using namespace lacuna::geometry;

BOOST_AUTO_TEST_SUITE(geometry_volume_nifti)

BOOST_AUTO_TEST_CASE(nifti_of_every_kind) {
  const Folder folder;
  for (const int version : {1, 2})
    for (const bool swap : {false, true}) {
      const std::string file = Nifti(version, swap).file(),
                        name = std::to_string(version) + (swap ? "big" : "little");
      for (const std::string &path : {folder.write(name + ".nii", file),
                                      folder.write(name + ".nii.gz", compressed(file, true))}) {
        check_values(read(path), path);
        check_grid(read(path), true, path);
      }
    }
  // As VTK writes them, by a qform alone.
  vtkNew<vtkMatrix4x4> matrix;
  const double rows[16] = {0, -1, 0, 1, 1, 0, 0, 2, 0, 0, 1, 3, 0, 0, 0, 1};
  matrix->DeepCopy(rows);
  vtkNew<vtkNIFTIImageWriter> nifti;
  nifti->SetInputData(vtk_image());
  nifti->SetQFormMatrix(matrix);
  nifti->SetFileName((folder / "q.nii.gz").c_str());
  nifti->Write();
  check_values(read(folder / "q.nii.gz"), "qform");
  check_grid(read(folder / "q.nii.gz"), true, "qform");
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

BOOST_AUTO_TEST_CASE(nifti_headers_are_taken_at_their_word) {
  const Folder folder;
  constexpr std::size_t datatype = 70, dim = 40, pixdim = 76, slope = 112, sform = 280;
  const auto read_as = [&](Nifti &nifti) { return read(folder.write("b.nii", nifti.file())); };
  const Volume before = read_as(Nifti().put(0, 348));
  const Volume unscaled = read_as(Nifti().put_real(slope, {std::nan(""), 5}));
  BOOST_TEST(unscaled.values == before.values, boost::test_tools::per_element());
  const Volume scaled = read_as(Nifti().put_real(slope, {2, 5}));
  BOOST_TEST(scaled.values[1] == 2 * before.values[1] + 5);
  // A matrix of another spacing than pixdim's counts.
  const Volume finer =
      read_as(Nifti().put_real(sform, {0.05, 0, 0, 0, 0, 0.05, 0, 0, 0, 0, 0.05, 0}));
  // Without a matrix the magnitudes of pixdim do.
  const Volume plain = read_as(Nifti().put(254, std::int16_t(0)).put_real(pixdim, {1, -2, 1, -3}));
  for (unsigned int d = 0; d < 3; ++d) {
    BOOST_TEST(finer.spacing[d] == 50e-6, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(plain.spacing[d] == before.spacing[d], boost::test_tools::tolerance(1e-6));
  }
  const auto refused = [&](Nifti &nifti, const std::string &what) {
    check_refused([&] { read_as(nifti); }, what);
  };
  refused(Nifti().put(datatype, std::int16_t(9999)), "values of type 9999");
  refused(Nifti().put(dim, std::int16_t(9)), "9 dimensions");
  refused(Nifti().put(dim, std::int16_t(4)).put(dim + 8, std::int16_t(5)), "5 numbers a voxel");
  refused(Nifti().put_real(slope, {2, INFINITY}), "the intercept inf");
  refused(Nifti().put_real(sform, {0, 0, 0, 0, 0, 0.05, 0, 0, 0, 0, 0.05, 0}),
          "axis 1 has the length 0");
  refused(Nifti().put(254, std::int16_t(0)).put_real(pixdim, {1, 2, 0, 3}), "voxels of 2 x 0 x 3");
  refused(Nifti().put_real(sform + 12, {NAN}), "a first voxel at nan x ");
}

BOOST_AUTO_TEST_CASE(gzip_files_of_several_parts) {
  const Folder folder;
  const std::string file = Nifti().file();
  const Volume volume = read(folder.write("a.nii.gz", compressed(file.substr(0, 370), true) +
                                                          compressed(file.substr(370), true)));
  check_values(volume, "parts");
}

BOOST_AUTO_TEST_SUITE_END()
