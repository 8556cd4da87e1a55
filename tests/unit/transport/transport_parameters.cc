// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/transport_parameters.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna;
using transport::TransportParameters;

BOOST_AUTO_TEST_SUITE(transport_parameters)

namespace {

TransportParameters read(const std::vector<std::array<const char *, 3>> &entries) {
  TransportParameters parameters;
  params::Registry registry;
  parameters.declare(registry);
  for (const auto &[section, key, value] : entries)
    registry.read({{section, key, value, "a.prm", 1}});
  parameters.check(registry);
  return parameters;
}

bool differs(const TransportParameters &p) {
  return p.regions.differ(p.has_tissue());
}

} // namespace

BOOST_AUTO_TEST_CASE(regions_are_alike_by_default) {
  BOOST_TEST(!differs(read({})));
  BOOST_TEST(!differs(read({{"Transport", "Surroundings", "well"}})));
  // Tissue counts where it is within the outer boundary of a defect.
  BOOST_TEST(differs(read({{"Region tissue", "Clot width", "0.1 mm"}})));
  BOOST_TEST(!differs(read({{"Region tissue", "Clot width", "0.4 mm"}})));
  BOOST_TEST(!differs(
      read({{"Region tissue", "Clot width", "0.1 mm"}, {"Transport", "Surroundings", "well"}})));
  BOOST_TEST(differs(read({{"Region pores", "Relative decay", "2"}})));
  BOOST_TEST(differs(read({{"Region strut", "Permeable", "true"}})));
}

BOOST_AUTO_TEST_CASE(changes_of_the_medium) {
  BOOST_TEST(read({}).changes().empty());
  const std::vector<double> expected = {3600., 86400.};
  BOOST_TEST(read({{"Transport", "Surroundings", "well"},
                   {"Transport", "Medium changes", "1 d, 1 h, 24 h"}})
                     .changes() == expected,
             boost::test_tools::per_element());
  BOOST_CHECK_THROW(read({{"Transport", "Medium changes", "1 d"}}), params::InputError);
  BOOST_CHECK_THROW(
      read({{"Transport", "Surroundings", "well"}, {"Transport", "Medium changes", "14 d"}}),
      params::InputError);
}

BOOST_AUTO_TEST_CASE(where_fluid_may_flow) {
  BOOST_TEST(read({{"Transport", "Perfusion", "10 um/s"}}).perfusion == 1e-5);
  for (const auto &[section, key, value] :
       {std::array{"Region pores", "Relative diffusivity", "0.5"},
        std::array{"Region strut", "Permeable", "true"}})
    BOOST_CHECK_THROW(read({{"Transport", "Perfusion", "10 um/s"}, {section, key, value}}),
                      params::InputError);
  BOOST_CHECK_THROW(read({{"Transport", "Perfusion", "10 um/s"},
                          {"Transport", "Perfusion axis", "z"},
                          {"Transport", "Surroundings", "well"}}),
                    params::InputError);
}

BOOST_AUTO_TEST_SUITE_END()
