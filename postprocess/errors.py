# SPDX-License-Identifier: LGPL-2.1-or-later
"""The exceptions that reach a user."""


class InputError(Exception):
    """The input is wrong; the message is one line that names the file and what was expected."""


class WriteError(Exception):
    """What was made cannot be kept: the disk is full or fails; the message is one line."""
