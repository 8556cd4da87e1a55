# SPDX-License-Identifier: LGPL-2.1-or-later
"""Statistics, figures, report, ParaView script and picture from Lacuna's result files. Installed, it is
`lacuna`: `lacuna.load(DIR)` gives results as pandas frames and meshes."""


def load(folder):
    """The results in a folder: see `loading.load`."""
    from .loading import load as load_results  # pandas, only where it is asked for

    return load_results(folder)
