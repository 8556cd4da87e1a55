# SPDX-License-Identifier: LGPL-2.1-or-later
"""The one exception that reaches a user."""


class InputError(Exception):
    """The input is wrong; the message is one line that names the file and what was expected."""
