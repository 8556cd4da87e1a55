# SPDX-License-Identifier: LGPL-2.1-or-later
"""The report of a sweep or an optimization."""
