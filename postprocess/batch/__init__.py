# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs specimens and points by a scheduler, see README.md."""
