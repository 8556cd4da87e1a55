// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/scaffold/geometry_sections.h>
#include <solver/transport/release.h>

#include <deal.II/base/mpi.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>

#include <unistd.h>

using namespace lacuna;
using operators::Vector;

BOOST_AUTO_TEST_SUITE(release)

namespace {

struct Interruption {};

/**
 * Two layers of strands in a well whose medium is changed, cells that take up, sites that bind far
 * from saturation: they let go, which is solved at once, or never do, which takes steps.
 */
struct Specimen {
  explicit Specimen(bool fills_sites) {
    params::Registry registry;
    declare(geometry, registry);
    coating.declare(registry);
    factor.declare(registry);
    transport.declare(registry);
    const auto set = [&](const char *section, const char *key, const char *value) {
      registry.read({{section, key, value, "a.prm", 1}});
    };
    set("Envelope", "Shape", "box");
    set("Envelope", "Size", "0.8 mm, 0.8 mm, 0.64 mm");
    set("Migrasomes", "Enabled", "true");
    set("Factor BMP2", "Binding sites", "10 nM");
    if (fills_sites)
      set("Factor BMP2", "Dissociation rate", "0");
    set("Transport", "Surroundings", "well");
    set("Transport", "Margin", "0.1 mm");
    set("Transport", "Uptake", "true");
    set("Transport", "Duration", "1 h");
    set("Transport", "Medium changes", "20 min");
    set("Transport", "Time tolerance", "1 %");
    set("Transport", "Output times", "10 min, 1 h");
    scaffold = geometry::make_scaffold(geometry, 1);
    surroundings = std::make_unique<transport::Surroundings>(MPI_COMM_WORLD, scaffold, transport);
    surface = std::make_unique<transport::CutSurface>(surroundings->space(), surroundings->parts());
    penetration = std::make_unique<transport::Penetration>(surroundings->space(), *scaffold.solid);
  }

  transport::Release release() const {
    return {*surroundings, *surface, *penetration, transport, coating, factor};
  }

  geometry::GeometryParameters geometry;
  transport::CoatingParameters coating;
  transport::FactorParameters factor{"BMP2"};
  transport::TransportParameters transport;
  geometry::Scaffold scaffold;
  std::unique_ptr<transport::Surroundings> surroundings;
  std::unique_ptr<transport::CutSurface> surface;
  std::unique_ptr<transport::Penetration> penetration;
};

/** On all ranks. */
bool same(const Vector &a, const Vector &b) {
  bool result = true;
  for (unsigned int i = 0; i < a.locally_owned_size(); ++i)
    result = result && a.local_element(i) == b.local_element(i);
  return dealii::Utilities::MPI::min(result ? 1 : 0, MPI_COMM_WORLD) == 1;
}

} // namespace

BOOST_DATA_TEST_CASE(an_interrupted_run_ends_with_the_same_bits,
                     boost::unit_test::data::make({false, true}), fills_sites) {
  const Specimen specimen(fills_sites);
  transport::Release whole = specimen.release();
  const auto expected = whole.run([](double) {});
  BOOST_TEST(expected.balance_error() < (fills_sites ? 1e-6 : 1e-10));
  BOOST_TEST((expected.linearization > 0.) == !fills_sites);
  BOOST_TEST(expected.last().balance.removed > 0.);
  BOOST_TEST(expected.penetration_depth_max >= 0.);
  BOOST_TEST(expected.lowest_concentration >= -1e-6);

  const int id = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, int(getpid()), 0);
  const std::string path =
      std::filesystem::temp_directory_path() / ("lacuna-release-" + std::to_string(id));
  // Before and after the change of the medium.
  for (const double share : {0.3, 0.96}) {
    checkpoint::StateFile states(MPI_COMM_WORLD, path, "test", 0.);
    transport::Release first = specimen.release();
    BOOST_CHECK_THROW(first.run(
                          [&](double done) {
                            if (done > share)
                              throw Interruption();
                          },
                          &states),
                      Interruption);
    checkpoint::StateFile again(MPI_COMM_WORLD, path, "test", 1e9);
    transport::Release second = specimen.release();
    const auto found = second.run([](double) {}, &again);
    BOOST_TEST((second.resumed_at() > 1200.) == (share > 0.9));
    BOOST_TEST(second.resumed_at() > 0.);
    again.remove();

    BOOST_TEST(found.steps == expected.steps);
    BOOST_TEST(found.iterations == expected.iterations);
    BOOST_TEST_REQUIRE(found.history.size() == expected.history.size());
    for (std::size_t i = 0; i < found.history.size(); ++i) {
      const auto &a = found.history[i], &b = expected.history[i];
      BOOST_TEST((a.time == b.time && a.fluid == b.fluid && a.max == b.max && a.mean == b.mean &&
                  a.balance.bound == b.balance.bound && a.balance.taken_up == b.balance.taken_up &&
                  a.balance.removed == b.balance.removed && a.percentiles == b.percentiles));
    }
    BOOST_TEST(found.exposure_mean == expected.exposure_mean);
    BOOST_TEST(found.lowest_concentration == expected.lowest_concentration);
    BOOST_TEST(found.refilled == expected.refilled);
    BOOST_TEST(same(second.exposure(), whole.exposure()));
    BOOST_TEST(same(second.peak(), whole.peak()));
    BOOST_TEST_REQUIRE(second.snapshots().size() == 2u);
    for (unsigned int i = 0; i < 2; ++i)
      BOOST_TEST(same(second.snapshots()[i].second, whole.snapshots()[i].second));
  }
}

BOOST_AUTO_TEST_SUITE_END()
