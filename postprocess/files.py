# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writing files so that a reader never meets half of one."""

import os
import tempfile
from pathlib import Path

from .errors import InputError


def write_atomically(path: Path, text: str) -> None:
    """Write UTF-8 `text` to a temporary file beside `path`, then rename it to `path`.

    Raises InputError if the folder cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(f"{path}: cannot write: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot write: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)
