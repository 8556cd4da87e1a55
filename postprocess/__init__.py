# SPDX-License-Identifier: LGPL-2.1-or-later
"""Statistics, figures, report, ParaView script and picture from Lacuna's result files."""
