// SPDX-License-Identifier: LGPL-2.1-or-later
// One concentration with the diffusivity of the mean diameter against all sizes of vesicles, each
// with its own: a layer of 0.4 mm that is cleared at its far side.
#include <meshes/geometry/shapes/primitives.h>
#include <solver/transport/coating.h>
#include <solver/transport/diffusion_stepper.h>
#include <solver/transport/size_distribution.h>
#include <tests/messages.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

using namespace lacuna;
using geometry::Point;
using operators::Vector;
using tests::message;

BOOST_AUTO_TEST_SUITE(vesicles)

namespace {

/** Concentration after a day of release from the surface, and the largest difference of two. */
struct Layer {
  Layer()
      : tree(MPI_COMM_WORLD,
             std::make_shared<geometry::HalfSpace>(Point(1e-5, 0, 0),
                                                   dealii::Tensor<1, 3>({-1, 0, 0})),
             octree::Box({Point(0, 0, 0), Point(4e-4, 2.5e-5, 2.5e-5)}), 2.5e-5),
        space(tree, 1) {}

  Vector concentration(double diffusivity) const {
    const double rate = M_LN2 / 172800.;
    transport::DiffusionStepper stepper(
        space,
        {diffusivity,
         0.,
         {0., 1e-7, 0., 0., 0., 0.},
         [&](double t) { return 1e-12 * rate * std::exp(-rate * t); }},
        86400., 1e-3);
    while (!stepper.is_done())
      stepper.step();
    return stepper.concentration();
  }

  octree::Octree tree;
  operators::FiniteCellSpace space;
};

} // namespace

BOOST_AUTO_TEST_CASE(one_concentration_stands_for_all_sizes) {
  const Layer layer;
  for (const double spread : {0.25, 2.}) {
    transport::ExosomeParameters exosomes{};
    exosomes.diameter = 100e-9;
    exosomes.diameter_spread = spread;
    Vector all = layer.space.make_vector(1);
    double mean_diffusivity = 0.;
    for (const auto &size : transport::size_classes(100e-9, spread, 40e-9, 150e-9)) {
      const double diffusivity = transport::diffusivity_in_water(size.diameter);
      mean_diffusivity += size.share * diffusivity;
      all.add(size.share, layer.concentration(diffusivity));
    }
    const auto error = [&](double diffusivity) {
      Vector difference = layer.concentration(diffusivity);
      difference -= all;
      return difference.linfty_norm() / all.linfty_norm();
    };
    const double found = error(exosomes.diffusivity()), arithmetic = error(mean_diffusivity);
    message(fmt::format("vesicles, spread {}: error {:.4f}, with the mean diffusivity {:.4f}",
                        spread, found, arithmetic));
    BOOST_TEST(found < 0.01);
    BOOST_TEST(arithmetic > 0.03);
  }
}

BOOST_AUTO_TEST_SUITE_END()
