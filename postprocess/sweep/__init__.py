# SPDX-License-Identifier: LGPL-2.1-or-later
"""Points of a design space: laid out, run, gathered in tables."""
