// SPDX-License-Identifier: LGPL-2.1-or-later
// A defect of the skull: its volumes and surfaces, the host around, the dose, and the scan.
#include <meshes/files/whole_file.h>
#include <meshes/geometry/image/volume_vti.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/observables/bone_scan.h>
#include <solver/regeneration/lumped_diffusion.h>
#include <solver/regeneration/regeneration.h>
#include <tests/messages.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <unistd.h>

using namespace lacuna;
using geometry::Point;
using regeneration::Defect;
using regeneration::Dose;
using regeneration::Material;
using regeneration::RegenerationParameters;
using tests::close_to;

BOOST_AUTO_TEST_SUITE(defects)

namespace {

constexpr double um = 1e-6, day = 86400., radius = 500 * um, height = 200 * um, strut = 150 * um;

RegenerationParameters defaults() {
  RegenerationParameters p;
  params::Registry registry;
  p.declare(registry);
  p.cell_size = 50 * um;
  p.scan.voxel_size = 20 * um;
  return p;
}

/** A disc with a round strut along its axis. */
geometry::Scaffold disc() {
  geometry::Scaffold result;
  const auto cylinder = [](double r) {
    return std::make_shared<geometry::Cylinder>(Point(), dealii::Tensor<1, 3>({0, 0, 1}), r);
  };
  result.envelope = std::make_shared<geometry::CappedCylinder>(Point(), radius, height);
  result.open_envelope = cylinder(radius);
  result.open_solid = cylinder(strut);
  result.solid = std::make_shared<geometry::CappedCylinder>(Point(), strut, height);
  result.box = octree::Box({Point(-radius, -radius, 0), Point(radius, radius, height)});
  result.envelope_volume = M_PI * radius * radius * height;
  result.height = height;
  result.periodic = false;
  result.thickness = 2. * strut;
  return result;
}

double sum(const operators::Vector &x) {
  return x.mean_value() * x.size();
}

unsigned int count(const std::vector<bool> &of) {
  return dealii::Utilities::MPI::sum(std::count(of.begin(), of.end(), true), MPI_COMM_WORLD);
}

} // namespace

BOOST_AUTO_TEST_CASE(volumes_and_surfaces_are_those_of_the_pores) {
  RegenerationParameters p = defaults();
  const Defect defect(MPI_COMM_WORLD, disc(), p, [](const Point &x) { return x[0] > 0.; });
  const auto &site = defect.site();
  const double base = M_PI * (radius * radius - strut * strut);
  BOOST_TEST(sum(site.volume) == base * height, close_to(0.01));
  BOOST_TEST(sum(site.dura) == base, close_to(0.01));
  BOOST_TEST(sum(site.strut) == 2. * M_PI * strut * height, close_to(0.01));
  BOOST_TEST(sum(site.coated) == M_PI * strut * height, close_to(0.02));
  operators::Vector one = defect.space().make_vector(1);
  one = 1.;
  BOOST_TEST(defect.amount_between(one, 0., 0.5) + defect.amount_between(one, 0.5, 10.) ==
                 sum(site.volume),
             close_to(1e-12));

  p.filling = regeneration::Filling::none;
  const Defect empty(MPI_COMM_WORLD, disc(), p);
  BOOST_TEST(sum(empty.site().volume) == M_PI * radius * radius * height, close_to(0.01));
  BOOST_TEST(sum(empty.site().strut) == 0.);
}

BOOST_AUTO_TEST_CASE(the_host_lies_where_it_is_said_to_be) {
  RegenerationParameters p = defaults();
  const Defect whole(MPI_COMM_WORLD, disc(), p);
  p.host.thickness = 0.5 * height;
  const Defect low(MPI_COMM_WORLD, disc(), p);
  p.host.share = 0.5;
  const Defect half(MPI_COMM_WORLD, disc(), p);
  const unsigned int all = count(whole.site().at_rim); // on five layers of nodes, then on three
  BOOST_TEST(count(low.site().at_rim) * 5 == all * 3);
  BOOST_TEST(double(count(half.site().at_rim)) == 0.5 * count(low.site().at_rim), close_to(0.1));
}

BOOST_AUTO_TEST_CASE(the_rim_is_where_it_is_whatever_the_cells) {
  // −Δy = 1 and y = 0 at the rim: y = (R² − r²)/4, its integral π R⁴ H/8, its mean square R⁴/48.
  RegenerationParameters p = defaults();
  p.filling = regeneration::Filling::none;
  std::vector<double> errors;
  for (const double cells : {6.5, 13., 26.}) {
    p.cell_size = radius / cells;
    const Defect defect(MPI_COMM_WORLD, disc(), p);
    const auto &site = defect.site();
    const regeneration::LumpedDiffusion diffusion(site);
    operators::Vector y = defect.space().make_vector(1), mass = site.volume, one = y;
    mass *= 1e-6 / (radius * radius); // next to nothing beside diffusion
    one = 1.;
    const unsigned int iterations =
        diffusion.solve(y, mass, 1., one, site.at_rim, site.volume, 1e-10);
    const auto positions = defect.space().positions();
    double square = 0.;
    for (unsigned int i = 0; i < positions.size(); ++i) {
      const double exact =
          std::max(radius * radius - std::pow(std::hypot(positions[i][0], positions[i][1]), 2), 0.);
      square += site.volume.local_element(i) * std::pow(y.local_element(i) - exact / 4., 2);
    }
    square = dealii::Utilities::MPI::sum(square, MPI_COMM_WORLD);
    errors.push_back(std::sqrt(48. * square / sum(site.volume)) / (radius * radius));
    const double more = site.volume * y / (M_PI * std::pow(radius, 4) * height / 8.) - 1.;
    tests::message(fmt::format("{:.1f} cells a radius: {:+.2f} % of the integral, error {:.2f} %, "
                               "{} iterations",
                               cells, 100. * more, 100. * errors.back(), iterations));
  }
  for (unsigned int i = 1; i < errors.size(); ++i)
    BOOST_TEST(errors[i] < errors[i - 1] / 1.8);
  BOOST_TEST(errors.back() < 0.002);
}

BOOST_AUTO_TEST_CASE(no_cells_fall_below_zero_at_a_low_rim) {
  // Cut cells beside what is held have steep fields for days.
  RegenerationParameters p = defaults();
  p.host.thickness = 0.5 * height;
  const Defect defect(MPI_COMM_WORLD, disc(), p);
  regeneration::Growth growth(
      defect.site(), p.kinetics, p.host, [](double) { return regeneration::Stimulus(); }, 5e-3);
  growth.start(regeneration::Tissue(defect.space()));
  for (const double t : {0.1, 5.}) {
    growth.advance_to(t * day);
    for (const auto *balance : {&growth.progenitors(), &growth.osteoblasts()})
      BOOST_TEST(balance->refilled < 1e-6 * balance->turnover());
  }
  BOOST_TEST(growth.osteoblasts().grown > 0.);
}

BOOST_AUTO_TEST_CASE(a_dose_is_that_of_layer_and_release) {
  const RegenerationParameters p = defaults();
  transport::CoatingParameters coating;
  params::Registry registry;
  coating.declare(registry);
  coating.kind = transport::CoatingKind::migrasomes;
  transport::FactorRelease release;
  for (const double t : {0., 10. * day}) {
    transport::ReleaseRow row{};
    row.time = t;
    row.mean = 1.9e-6 * t / (10. * day);
    release.history.push_back(row);
  }
  const Dose dose(p.conversion, coating, 5e8, &release);
  const double rate = std::log(2.) * (1. / 10. + 1. / 20.) / day;
  BOOST_TEST(dose.engulfed(14 * day) == 20. / 3. * (1. - std::exp(-rate * 14 * day)),
             close_to(1e-9));
  BOOST_TEST(dose.soluble(5 * day) == 0.95e-6, close_to(1e-12));
  BOOST_TEST(dose.soluble(50 * day) == 1.9e-6, close_to(1e-12));
  BOOST_TEST(dose(10 * day).soluble == 5. / day, close_to(1e-9)); // half of the most
  const double q = dose.engulfed(10 * day);
  BOOST_TEST(dose(10 * day).coated == q / (10. + q) * um / day, close_to(1e-9));
  const Dose plain(p.conversion);
  BOOST_TEST(plain(10 * day).coated == 0.);
  BOOST_TEST(plain(10 * day).soluble == 0.);
}

BOOST_AUTO_TEST_CASE(vessels_ask_for_vegf) {
  const RegenerationParameters p = defaults();
  transport::FactorRelease release;
  for (const double t : {0., 10. * day}) {
    transport::ReleaseRow row{};
    row.time = t;
    row.mean = 0.044e-6 * t / (10. * day);
    release.history.push_back(row);
  }
  Dose dose(p.conversion);
  BOOST_TEST(dose(day).vessels == 1.);
  dose.ask_for_vegf(p.kinetics, nullptr);
  BOOST_TEST(dose(day).vessels == 0.3, close_to(1e-12));
  dose.ask_for_vegf(p.kinetics, &release);
  BOOST_TEST(dose(0.).vessels == 0.3, close_to(1e-12));
  BOOST_TEST(dose(30 * day).vessels == 0.65, close_to(1e-12));
  BOOST_TEST(regeneration::is_vessel_factor("VEGF165"));
  BOOST_TEST(!regeneration::is_vessel_factor("BMP2"));

  // Multiplying vessels are a logistic curve.
  const Defect defect(MPI_COMM_WORLD, disc(), p);
  regeneration::Site site(defect.space()); // without a host
  regeneration::Growth growth(
      site, p.kinetics, p.host,
      [](double) {
        return regeneration::Stimulus{0., 0., 0., 0.3};
      },
      1e-4);
  regeneration::Tissue tissue(defect.space());
  tissue.vessels = 0.1;
  growth.start(tissue);
  growth.advance_to(11 * day);
  const double odds = 9. * std::exp(-0.3 * p.kinetics.vessel_growth * 11 * day);
  for (unsigned int i = 0; i < defect.space().n_owned_nodes(); ++i)
    BOOST_REQUIRE_CLOSE(growth.tissue().vessels.local_element(i), 1. / (1. + odds), 0.01);
}

BOOST_AUTO_TEST_CASE(a_scan_shows_what_has_grown) {
  RegenerationParameters p = defaults();
  p.scan.blur = 20 * um;
  const geometry::Scaffold scaffold = disc();
  const Defect defect(MPI_COMM_WORLD, scaffold, p);
  operators::Vector mineral = defect.space().make_vector(1);
  const auto look = [&] {
    const geometry::Volume scan = regeneration::scan(defect, mineral, p.scan);
    const auto materials = regeneration::segment(scan, scaffold, p.filling, p.scan);
    return regeneration::measure(MPI_COMM_WORLD, scan, materials, scaffold, p.filling, p.scan);
  };
  // Struts are no bone, whatever part of a voxel they are: the scan at the start is subtracted.
  auto seen = look();
  BOOST_TEST(seen.bone_fraction == 0.);
  BOOST_TEST(seen.covered == 0.);
  BOOST_TEST(std::isnan(seen.thickness));

  // A plate across the axis, 150 um thick at half of its density.
  p.scan.threshold = 0.5 * p.scan.mineral_density;
  const auto positions = defect.space().positions();
  for (unsigned int i = 0; i < defect.space().n_owned_nodes(); ++i)
    mineral.local_element(i) = std::abs(positions[i][0]) < 80 * um ? 1. : 0.;
  seen = look();
  const double pores = 1. - std::pow(strut / radius, 2);
  BOOST_TEST(seen.pore_bone_fraction == seen.bone_fraction / pores, close_to(0.02));
  const double plate = 2. * (radius - strut) * 150 * um / (M_PI * radius * radius);
  BOOST_TEST(seen.bone_fraction == plate, close_to(0.15));
  BOOST_TEST(seen.thickness == 150 * um, close_to(0.15));
  BOOST_TEST(seen.zones[2] > 0.);
  BOOST_TEST(seen.mineral_density == p.scan.mineral_density * plate, close_to(0.15));
}

BOOST_AUTO_TEST_CASE(a_file_says_what_the_voxels_of_a_scan_are) {
  RegenerationParameters p = defaults();
  const geometry::Scaffold scaffold = disc();
  const Defect defect(MPI_COMM_WORLD, scaffold, p);
  operators::Vector mineral = defect.space().make_vector(1);
  const auto positions = defect.space().positions();
  for (unsigned int i = 0; i < defect.space().n_owned_nodes(); ++i)
    mineral.local_element(i) = std::abs(positions[i][0]) < 80 * um ? 1. : 0.;
  const geometry::Volume scan = regeneration::scan(defect, mineral, p.scan);
  const auto materials = regeneration::segment(scan, scaffold, p.filling, p.scan);

  const std::string path = (std::filesystem::temp_directory_path() /
                            ("bone_scan." + std::to_string(::getpid()) + ".vti"))
                               .string();
  files::write_text(path, observables::bone_scan_vti(scan, materials, true));
  const geometry::Volume written = geometry::read_vti(path);
  std::filesystem::remove(path);
  BOOST_TEST(written.size == scan.size, boost::test_tools::per_element());
  BOOST_TEST(written.origin.distance(scan.origin) < 1e-12);
  BOOST_TEST(written.spacing[0] == scan.spacing[0], close_to(1e-9));

  // From above: a plate in full height across the axis, but for the strut.
  const auto share = [&](double x, double y, Material material) {
    const int i = std::lround((x - scan.origin[0]) / scan.spacing[0]),
              j = std::lround((y - scan.origin[1]) / scan.spacing[1]);
    int n = 0;
    for (int k = 0; k < scan.size[2]; ++k)
      n += written.values[(std::size_t(k) * scan.size[1] + j) * scan.size[0] + i] ==
           static_cast<float>(material);
    return double(n) / scan.size[2];
  };
  BOOST_TEST(share(10 * um, 300 * um, Material::bone) == 1.);
  BOOST_TEST(share(10 * um, -300 * um, Material::bone) == 1.);
  BOOST_TEST(share(10 * um, 10 * um, Material::strut) == 1.);
  BOOST_TEST(share(250 * um, 250 * um, Material::open) == 1.);
  BOOST_TEST(share(450 * um, 450 * um, Material::outside) == 1.);
  const auto n = std::count(materials.begin(), materials.end(), Material::bone),
             off = std::count(materials.begin(), materials.end(), Material::outside);
  BOOST_TEST(double(n) / (materials.size() - off) ==
                 regeneration::bone_fraction(scan, scaffold, p.scan),
             close_to(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
