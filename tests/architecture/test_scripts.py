# SPDX-License-Identifier: LGPL-2.1-or-later
"""measure.py and draw_rooms.py, on small sources and graphs."""

import xml.etree.ElementTree as ElementTree

from draw_rooms import PICTURE, includes_of_rooms, layers, layout, reduced, svg
from measure import cpp_functions, python_functions, quantile

SOURCE = """\
#include <vector>
namespace lacuna {
/** With a brace { in a comment. */
struct Thing {
  Thing(int n) : n_(n), all_(n) {
    text = "a } in a string";
  }
  int size() const { return n_; }
  enum Kind { one, two };
  std::vector<int> values = {1, 2};
};
template <typename T>
T sum(const std::vector<T> &x) {
  T all = 0;
  for (const T &value : x) {
    all += value;
  }
  const auto half = [&](T y) {
    return y / 2;
  };
  return half(all);
}
} // namespace lacuna
"""


def test_functions_of_cpp_are_found_by_their_braces():
    """Neither types nor loops are functions, nor are lambdas within one."""
    assert list(cpp_functions(SOURCE)) == [(3, "Thing"), (1, "size"), (11, "sum")]


def test_functions_of_python():
    source = "def a():\n  x = 1\n  return x\n\n\nclass B:\n  def c(self): pass\n"
    assert list(python_functions(source)) == [(3, "a"), (1, "c")]


def test_quantiles():
    assert [quantile(range(100), share) for share in (0.5, 0.9, 1.)] == [50, 90, 99]


CHAIN = {("params", "reader"): set(), ("meshes", "octree"): {("params", "reader")},
         ("solver", "operators"): {("meshes", "octree"), ("params", "reader")}}


def test_includes_that_follow_from_others_are_left_out():
    assert reduced(CHAIN)["solver", "operators"] == [("meshes", "octree")]


def test_a_room_stands_below_all_that_it_includes():
    assert list(layers(CHAIN).values()) == [0, 1, 2]
    places = layout(reduced(CHAIN))
    assert len({y for _, y in places.values()}) == 3


def test_no_two_rooms_are_drawn_in_one_place():
    edges = reduced(includes_of_rooms(PICTURE.parents[2]))
    places = layout(edges)
    assert set(places) == set(edges)
    assert len(set(places.values())) == len(places)


def test_the_picture_is_an_image_with_every_room():
    picture = ElementTree.fromstring(svg(CHAIN))
    words = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert picture.tag.endswith("svg")
    assert {"params", "meshes", "solver", "reader", "octree", "operators"} <= set(words)
