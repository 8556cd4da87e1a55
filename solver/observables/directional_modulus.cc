// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/vtk_format.h>
#include <solver/mechanics/engineering_constants.h>
#include <solver/observables/directional_modulus.h>

#include <vtkCellArray.h>
#include <vtkDoubleArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkXMLPolyDataWriter.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace lacuna::observables {

namespace {

/** Circles of latitude between the poles, and points on each. */
constexpr int n_circles = 89, n_around = 180;

/** Both poles, then circle by circle from +z down. */
std::vector<dealii::Tensor<1, 3>> directions() {
  std::vector<dealii::Tensor<1, 3>> result = {dealii::Tensor<1, 3>({0, 0, 1}),
                                              dealii::Tensor<1, 3>({0, 0, -1})};
  for (int i = 1; i <= n_circles; ++i)
    for (int j = 0; j < n_around; ++j) {
      const double polar = M_PI * i / (n_circles + 1), around = 2. * M_PI * j / n_around;
      result.push_back(dealii::Tensor<1, 3>({std::sin(polar) * std::cos(around),
                                             std::sin(polar) * std::sin(around), std::cos(polar)}));
    }
  return result;
}

/** Triangles between the directions, which turn outwards. */
vtkNew<vtkCellArray> triangles() {
  vtkNew<vtkCellArray> result;
  const auto add = [&](vtkIdType a, vtkIdType b, vtkIdType c) {
    const vtkIdType corners[] = {a, b, c};
    result->InsertNextCell(3, corners);
  };
  const auto at = [](int circle, int j) { return 2 + circle * n_around + j % n_around; };
  for (int j = 0; j < n_around; ++j) {
    add(0, at(0, j), at(0, j + 1));
    for (int i = 0; i + 1 < n_circles; ++i) {
      add(at(i, j), at(i + 1, j), at(i + 1, j + 1));
      add(at(i, j), at(i + 1, j + 1), at(i, j + 1));
    }
    add(at(n_circles - 1, j), 1, at(n_circles - 1, j + 1));
  }
  return result;
}

} // namespace

std::string directional_modulus_vtp(const dealii::FullMatrix<double> &stiffness) {
  const auto compliance = mechanics::compliance(stiffness);
  const auto all = directions();
  std::vector<double> moduli;
  for (const auto &n : all)
    moduli.push_back(mechanics::youngs_modulus(compliance, n));
  const double largest = *std::max_element(moduli.begin(), moduli.end());

  vtkNew<vtkPoints> points;
  vtkNew<vtkDoubleArray> values;
  values->SetName("E_Pa");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto x = moduli[i] / largest * all[i];
    points->InsertNextPoint(x[0], x[1], x[2]);
    values->InsertNextValue(moduli[i]);
  }
  vtkNew<vtkPolyData> surface;
  surface->SetPoints(points);
  surface->SetPolys(triangles());
  surface->GetPointData()->SetScalars(values);
  vtkNew<vtkXMLPolyDataWriter> writer;
  writer->SetInputData(surface);
  return files::text_of(*writer);
}

} // namespace lacuna::observables
