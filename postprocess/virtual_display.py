# SPDX-License-Identifier: LGPL-2.1-or-later
"""VTK draws into an X display; without one the command runs again under xvfb-run."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .errors import InputError

_INSIDE = "LACUNA_VIRTUAL_DISPLAY"


def is_there() -> bool:
    """Whether an X display answers. (VTK itself would end the process if it did not.)"""
    library = ctypes.util.find_library("X11")
    if not os.environ.get("DISPLAY") or library is None:
        return False
    x11 = ctypes.CDLL(library)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    if display:
        x11.XCloseDisplay(display)
    return bool(display)


def in_virtual_display() -> int:
    """Run this command again under xvfb-run; returns its exit code."""
    program = shutil.which("xvfb-run")
    if program is None or os.environ.get(_INSIDE):
        raise InputError("picture: no display; expected an X display or the program xvfb-run")
    start = [sys.executable, "-I", str(Path(__file__).resolve().with_name("__main__.py"))]
    # Without -noreset the server starts anew when is_there() lets go of it, and may not answer VTK.
    command = [program, "-a", "-s", "-screen 0 1280x1024x24 -noreset", *start, *sys.argv[1:]]
    return subprocess.run(command, env=os.environ | {_INSIDE: "1"}, check=False).returncode
