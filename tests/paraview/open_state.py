# SPDX-License-Identifier: LGPL-2.1-or-later
"""pvpython open_state.py STATE.pvsm: loads a state and says how many views it has."""

import sys

from paraview.simple import GetSources, GetViews, LoadState, RenderAllViews

LoadState(sys.argv[1])
RenderAllViews()
assert GetSources()
print("state with", len(GetViews()), "views")
