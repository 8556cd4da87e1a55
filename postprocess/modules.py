# SPDX-License-Identifier: LGPL-2.1-or-later
"""Which modules of other projects this Python has to have."""

import importlib.util
import sys
from typing import Optional, Sequence

MODULES = ("numpy", "pandas", "scipy", "sklearn", "matplotlib", "jinja2", "vtkmodules")


def missing(names: Optional[Sequence[str]] = None) -> str:
    """One line that says which modules are not there: `names`, else what a look around finds; empty
    where all are."""
    if names is None:
        names = [name for name in MODULES if importlib.util.find_spec(name) is None]
    if not names:
        return ""
    return (f"{sys.executable}: no module {', '.join(names)}; expected a Python with {', '.join(MODULES)}; "
            "LACUNA_PYTHON names one")
