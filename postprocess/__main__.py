# SPDX-License-Identifier: LGPL-2.1-or-later
"""`python3 -m postprocess report RESULTS_DIR` and `… picture RESULTS_DIR OUT.png`."""

import argparse
import sys
from pathlib import Path
from typing import Optional, Sequence

from .errors import InputError


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run a command; returns the exit code: 0 done, 2 the input is wrong (one line on stderr)."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2


def _report(options: argparse.Namespace) -> int:
    from .report import write_report

    print(write_report(options.results))
    return 0


def _picture(options: argparse.Namespace) -> int:
    from .display import in_virtual_display, is_there

    if not is_there():
        return in_virtual_display()
    from .picture import write_picture

    write_picture(options.results, options.output, options.specimen, options.factor, options.time)
    print(options.output)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="postprocess", description="Reports on Lacuna's results.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    report = commands.add_parser("report", help="write report.html, statistics.csv and view.py")
    report.add_argument("results", type=Path, metavar="RESULTS_DIR")
    report.set_defaults(run=_report)
    picture = commands.add_parser("picture", help="render one specimen to a PNG file")
    picture.add_argument("results", type=Path, metavar="RESULTS_DIR")
    picture.add_argument("output", type=Path, metavar="OUT.png")
    picture.add_argument("--specimen", metavar="GROUP/SPECIMEN",
                         help="default: the last group's first specimen")
    picture.add_argument("--factor", help="default: the first in the pore space's files")
    picture.add_argument("--time", type=float, metavar="SECONDS",
                         help="nearest stored time; default: the last")
    picture.set_defaults(run=_picture)
    return parser


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage."""

    def error(self, message: str):
        self.exit(2, f"{self.prog}: {message}\n")


if __name__ == "__main__":
    sys.exit(main())
