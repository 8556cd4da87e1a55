// SPDX-License-Identifier: LGPL-2.1-or-later
// What grows from what: balances, conversion on struts, bone from osteoblasts, and nothing from
// nothing.
#include <meshes/geometry/shapes/csg.h>
#include <solver/transport/cut_surface.h>
#include <tests/messages.h>
#include <tests/verification/regeneration_pores.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>

using namespace lacuna;
using namespace lacuna::tests;
using geometry::Point;
using regeneration::Growth;
using regeneration::Kinetics;
using regeneration::Stimulus;

BOOST_AUTO_TEST_SUITE(regeneration_balance)

BOOST_AUTO_TEST_CASE(bone_is_what_osteoblasts_leave) {
  Kinetics k = default_kinetics();
  k.osteoblast_growth = k.osteoblast_death = k.osteoblast_motility = 0.;
  OpenPore pore({100 * um, 50 * um, 50 * um}, 50 * um);
  Growth growth(pore.site, k, no_host(), no_stimulus, 1e-4);
  const auto density = [](const Point &x) { return 0.2 + x[0] / (200 * um); };
  growth.start(pore.tissue(density, nothing));
  growth.advance_to(56 * day);
  const double worst = pore.largest([&](unsigned int i) {
    const double bone = 1. - std::exp(-k.matrix_rate * density(pore.positions[i]) * 56 * day);
    return std::abs(growth.tissue().bone.local_element(i) - bone);
  });
  message(fmt::format("bone of a constant density is off by {:.1e}", worst));
  BOOST_TEST(worst < 5e-4);
}

BOOST_AUTO_TEST_CASE(what_leaves_progenitors_enters_osteoblasts) {
  // A round strut in a block: conversion on its surface, bone on two faces, dura on one.
  const double h = 50 * um, side = 400 * um;
  const auto shape =
      std::make_shared<geometry::Cylinder>(Point(), dealii::Tensor<1, 3>({0, 0, 1}), 170.3 * um);
  const auto open = std::make_shared<geometry::Complement>(shape);
  octree::Octree tree(MPI_COMM_WORLD, open, octree::Box({Point(), Point(side, side, side / 2)}), h);
  operators::FiniteCellSpace space(tree, 1);
  regeneration::Site site(space);
  const transport::CutSurface surface(space, transport::CellParts(space, nullptr));
  site.strut = site.coated = surface.all;
  const auto positions = space.positions();
  for (unsigned int i = 0; i < space.n_owned_nodes(); ++i) {
    site.at_rim[i] = positions[i][0] > side - 0.1 * h;
    site.dura.local_element(i) = positions[i][2] < 0.1 * h ? h * h : 0.;
  }
  regeneration::HostParameters host = no_host();
  host.dura_exchange = 5 * um / day;
  Growth growth(
      site, default_kinetics(), host,
      [](double t) {
        return Stimulus{1e-3 / day, 0., t < 10 * day ? 5 * um / day : 0.};
      },
      1e-3);
  regeneration::Tissue tissue(space);
  tissue.vessels = 0.2;
  growth.start(tissue);
  growth.advance_to(30 * day);
  const auto &m = growth.progenitors(), &b = growth.osteoblasts();
  message(fmt::format("balances close to {:.1e}; refilled {:.1e}, {:.1e} of the turnovers; {} "
                      "steps, {} iterations",
                      growth.balance_error(), m.refilled / m.turnover(), b.refilled / b.turnover(),
                      growth.n_steps(), growth.n_iterations()));
  BOOST_TEST(growth.balance_error() < 1e-10);
  BOOST_TEST(b.converted == -m.converted, close_to(1e-10));
  BOOST_TEST(b.converted > 0.);
  BOOST_TEST(m.from_dura != 0.);
  BOOST_TEST(m.refilled < 1e-6 * m.turnover());
  BOOST_TEST(b.refilled < 1e-6 * b.turnover());
  for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
    BOOST_REQUIRE(std::min(growth.tissue().progenitors.local_element(i),
                           growth.tissue().osteoblasts.local_element(i)) >= 0.);
  BOOST_TEST(growth.amount(growth.tissue().bone) > 0.01 * side * side * side / 2);
}

BOOST_AUTO_TEST_CASE(nothing_comes_of_nothing) {
  OpenPore pore({200 * um, 100 * um, 100 * um}, 50 * um);
  Growth growth(pore.site, default_kinetics(), no_host(), no_stimulus, 5e-3);
  growth.start(pore.tissue(nothing, [](const Point &) { return 0.3; }));
  growth.advance_to(56 * day);
  BOOST_TEST(growth.amount(growth.tissue().bone) == 0.);
  BOOST_TEST(growth.amount(growth.tissue().osteoblasts) == 0.);
}

BOOST_AUTO_TEST_CASE(cells_come_to_rest_where_they_should) {
  // m = 1 − b − F/r_m; r_b b² − (r_b − F − δ) b = F (1 − F/r_m), as Moreo et al. 2009 have it where
  // osteoblasts do not multiply: b = F m/δ.
  const double F = 0.01 / day;
  for (const bool multiply : {true, false}) {
    Kinetics k = default_kinetics();
    if (!multiply)
      k.osteoblast_growth = 0.;
    OpenPore pore({100 * um, 100 * um, 100 * um}, 50 * um);
    Growth growth(
        pore.site, k, no_host(),
        [&](double) {
          return Stimulus{F, 0., 0.};
        },
        1e-4);
    growth.start(pore.tissue(nothing, [](const Point &) { return 0.01; }));
    growth.advance_to(1000 * day);
    const double r = k.osteoblast_growth, d = k.osteoblast_death,
                 rest = 1. - F / k.progenitor_growth;
    const double p = r - F - d;
    const double b =
        multiply ? (p + std::sqrt(p * p + 4. * r * F * rest)) / (2. * r) : F * rest / (F + d);
    BOOST_TEST(-pore.largest([&](unsigned int i) {
      return -growth.tissue().osteoblasts.local_element(i);
    }) == b,
               close_to(1e-5));
    BOOST_TEST(pore.largest([&](unsigned int i) {
      return growth.tissue().progenitors.local_element(i);
    }) == rest - b,
               close_to(1e-4));
  }
}

BOOST_AUTO_TEST_CASE(struts_that_convert_fast_have_the_bone) {
  // Progenitors from a distance; struts on the face x = 0, of as much area as that face.
  const double h = 25 * um, length = 500 * um;
  OpenPore bar({length, h, h}, h);
  for (unsigned int i = 0; i < bar.space.n_owned_nodes(); ++i)
    bar.site.strut.local_element(i) = bar.positions[i][0] < 0.1 * h ? h * h / 4. : 0.;
  const auto at = [&](const operators::Vector &x, double place) {
    return bar.largest([&](unsigned int i) {
      return std::abs(bar.positions[i][0] - place) < 0.1 * h ? x.local_element(i) : -1.;
    });
  };
  Growth growth(
      bar.site, default_kinetics(), no_host(),
      [](double) {
        return Stimulus{0., 10e-3 / day, 0.};
      },
      1e-3);
  growth.start(bar.tissue(nothing, [](const Point &) { return 0.1; }));
  growth.advance_to(10 * day);
  BOOST_TEST(at(growth.tissue().progenitors, 0.) < 0.005);
  BOOST_TEST(at(growth.tissue().progenitors, length) > 0.5);
  BOOST_TEST(at(growth.tissue().bone, 0.) > 100. * at(growth.tissue().bone, length));
}

BOOST_AUTO_TEST_CASE(a_run_goes_on_from_its_state) {
  OpenPore pore({400 * um, 50 * um, 50 * um}, 50 * um);
  for (unsigned int i = 0; i < pore.space.n_owned_nodes(); ++i)
    pore.site.at_rim[i] = pore.positions[i][0] < 1 * um;
  const auto make = [&] {
    return Growth(
        pore.site, default_kinetics(), no_host(), [](double) { return Stimulus{0.01 / day}; },
        5e-3);
  };
  Growth whole = make(), second = make();
  whole.start(pore.tissue(nothing, nothing));
  whole.advance_to(13 * day);
  checkpoint::Numbers written;
  whole.serialize(written);
  checkpoint::Numbers read(written.bytes());
  second.serialize(read);
  whole.advance_to(20 * day);
  second.advance_to(20 * day);
  const double difference = pore.largest([&](unsigned int i) {
    return std::abs(whole.tissue().bone.local_element(i) - second.tissue().bone.local_element(i));
  });
  BOOST_TEST(difference == 0.);
  BOOST_TEST(second.balance_error() < 1e-10);
}

BOOST_AUTO_TEST_SUITE_END()
