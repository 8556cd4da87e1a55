# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writing files so that a reader never meets half of one."""

import errno
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from .errors import InputError, WriteError

OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives the path of a file to write, of the same name, that takes the place of `path` in the end.

    It lies in a folder of its own beside `path`, so that no link can be in its place; if `path` is a
    link, the link goes and what it points to stays. Raises InputError where `path` cannot be
    written, WriteError where the disk is full or fails.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".lacuna-") as folder:
            temporary = Path(folder) / path.name
            yield temporary
            temporary.replace(path)
    except OSError as error:
        kind = WriteError if error.errno in OF_THE_DISK else InputError
        raise kind(f"{path}: cannot write: {error.strerror}") from error


def write_atomically(path: Path, text: str) -> None:
    """Write UTF-8 `text` as the whole of `path`. Raises what `replacing` does."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
