# SPDX-License-Identifier: LGPL-2.1-or-later
"""`python3 -I postprocess/__main__.py report RESULTS_DIR`, `… picture RESULTS_DIR OUT.png`,
`… bone RESULTS_DIR OUT.png`, `… calibrate DIR`, `… agreement TABLE.csv OUT.png`, and `sample`,
`sweep`, `collect` and `query` for the sweeps of lacuna.

Isolated (-I), Python searches neither the working folder nor what the environment names; so the
package is loaded from where this file is, and no folder joins the search for other modules.
"""

import argparse
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Optional, Sequence

if not __package__:
    __package__ = "postprocess"
    _spec = importlib.util.spec_from_file_location(__package__, Path(__file__).with_name("__init__.py"))
    sys.modules[__package__] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[__package__])

from .errors import InputError, WriteError
from .modules import missing

# Points up to which their tables and report are made together; of more, `report` makes it.
MOST_REPORTED = 2000


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 it failed, 2 the input is wrong (one line on
    stderr)."""
    options = _parser().parse_args(arguments)
    try:
        code = options.run(options)
        print(end="", flush=True)
        return code
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        print(missing([error.name]), file=sys.stderr)
        return 1
    except Exception as error:  # whatever it is, a user gets one line
        print(_one_line(error), file=sys.stderr)
        if isinstance(error, OSError):
            # What could not be printed is not tried again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if isinstance(error, WriteError) else f"{type(error).__name__}: {text}"


def _report(options: argparse.Namespace) -> int:
    from .sweep.plan import PLAN

    if (options.results / PLAN).is_file():
        from .sweep_report.report import write_sweep_report

        if options.assumptions:
            raise InputError(f"{options.results}: a sweep; expected results of compare, for --assumptions")
        print(write_sweep_report(options.results))
    else:
        from .report import write_report

        print(write_report(options.results, options.assumptions))
    return 0


def _report_sweep(folder: Path, quiet: bool = False) -> None:
    """The report of a sweep, after the work itself: that is done whatever becomes of the report."""
    from .sweep_report.report import write_sweep_report

    try:
        path = write_sweep_report(folder)
        if not quiet:
            print(path)
    except Exception as error:  # whatever it is, the tables are there
        print(f"{folder}: no report was made: {_one_line(error)}", file=sys.stderr)


def _picture(options: argparse.Namespace) -> int:
    from .virtual_display import in_virtual_display, is_there

    if not is_there():
        return in_virtual_display()
    from .picture import write_picture

    write_picture(options.results, options.outputs, options.specimen, options.factor, options.time)
    print(*options.outputs, sep="\n")
    return 0


def _bone(options: argparse.Namespace) -> int:
    from .bone_view import write_bone_view

    if write_bone_view(options.results, options.output):
        print(options.output)
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    from .calibration_files import TASK, read_json

    task = read_json(options.folder / TASK)
    if "bone" in task:
        return _calibrate_bone(options)
    from .material_calibration import calibrate_material
    from .release_calibration import calibrate_release

    (calibrate_release if "releases" in task else calibrate_material)(options.folder, options.quiet)
    return 0


def _calibrate_bone(options: argparse.Namespace) -> int:
    from .bone_calibration import calibrate_bone
    from .bone_trials import Interrupted
    from .sweep.machine import end_with

    if options.parent:
        end_with(options.parent)
    try:
        calibrate_bone(options.folder, options.quiet, options.resume)
    except Interrupted:
        print("lacuna: interrupted; --resume goes on", file=sys.stderr)
        return 1
    return 0


def _measured(options: argparse.Namespace) -> int:
    from .bone_calibration import read_task
    from .material_calibration import read_curves
    from .material_fit import measure
    from .release_calibration import read_releases

    task = json.loads(options.task)
    if "bone" in task:
        rows = read_task(task)
        print(json.dumps({"groups": sorted({one.group for one in rows}), "end_s": max(one.time for one in rows)}))
    elif "releases" in task:
        read_releases(task)
    else:
        strength = measure([curve.strength for curve in read_curves(task)])
        print(json.dumps({"strength_Pa": strength.mean}))
    return 0


def _specimens(options: argparse.Namespace) -> int:
    from .measured_groups import check_table

    check_table(options.table)
    return 0


def _agreement(options: argparse.Namespace) -> int:
    from .agreement import write_agreement

    write_agreement(options.table, options.output)
    return 0


def _modules(_options: argparse.Namespace) -> int:
    print(missing(), end="")
    return 0


def _sample(options: argparse.Namespace) -> int:
    from .sweep.sampling import table_of_values

    print(table_of_values(json.loads(options.task)))
    return 0


def _sweep(options: argparse.Namespace) -> int:
    from .sweep.driver import run_sweep

    code = run_sweep(options.folder, options.jobs, options.ranks, options.quiet, options.parent)
    if options.report:
        _report_sweep(options.folder, options.quiet)
    return code


def _propose(options: argparse.Namespace) -> int:
    from .sweep.rounds import next_round

    print(json.dumps(next_round(options.folder, json.loads(options.task))))
    return 0


def _conclude(options: argparse.Namespace) -> int:
    from .sweep.conclusion import conclude

    print(*conclude(options.folder), sep="\n")
    _report_sweep(options.folder)
    return 0


def _collect(options: argparse.Namespace) -> int:
    from .sweep.conclusion import conclude
    from .sweep.known import is_search, parts_of
    from .sweep.store import DATABASE, POINTS, collect

    n = len(collect(options.folder))
    for part in parts_of(options.folder):
        collect(part)
    print(f"{options.folder}: {POINTS} and {DATABASE} of {n} points")
    if is_search(options.folder):
        print(*conclude(options.folder), sep="\n")
    if options.report and n <= MOST_REPORTED:
        _report_sweep(options.folder)
    return 0


def _query(options: argparse.Namespace) -> int:
    from .sweep.query import answer

    print(answer(options.folder, options.statement, options.csv))
    return 0


def _batch(options: argparse.Namespace) -> int:
    from .batch.commands import run_batch

    return run_batch(options.folder, options.on, options.dry_run, options.jobs, options.quiet, options.parent)


def _element(options: argparse.Namespace) -> int:
    from .batch.element_run import run_element

    return run_element(options.folder, options.number)


def _last(options: argparse.Namespace) -> int:
    from .batch.last_job import run_last

    return run_last(options.folder, options.on)


def _status(options: argparse.Namespace) -> int:
    from .batch.commands import show_status

    return show_status(options.folder)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="postprocess", description="Reports on Lacuna's results.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    report = commands.add_parser("report", help="write report.html; of a study also statistics.csv and view.py")
    report.add_argument("results", type=Path, metavar="RESULTS_DIR")
    report.add_argument("--assumptions", type=Path, metavar="SWEEP_DIR",
                        help="of the study, over what is assumed of new bone")
    report.set_defaults(run=_report)
    picture = commands.add_parser("picture", help="render one specimen to PNG, PDF or SVG files")
    picture.add_argument("results", type=Path, metavar="RESULTS_DIR")
    picture.add_argument("outputs", type=Path, nargs="+", metavar="OUT.png")
    picture.add_argument("--specimen", metavar="GROUP/SPECIMEN",
                         help="default: the last group's first specimen")
    picture.add_argument("--factor", help="default: the first in the pore space's files")
    picture.add_argument("--time", type=float, metavar="SECONDS",
                         help="nearest stored time; default: the last")
    picture.set_defaults(run=_picture)
    bone = commands.add_parser("bone", help="draw new bone from above, where there was a scan, to a PNG, PDF or SVG file")
    bone.add_argument("results", type=Path, metavar="RESULTS_DIR")
    bone.add_argument("output", type=Path, metavar="OUT.png")
    bone.set_defaults(run=_bone)
    calibrate = commands.add_parser("calibrate", help="fit a material, a coating or new bone to measurements")
    calibrate.add_argument("folder", type=Path, metavar="DIR",
                           help="holds task.json and prediction/, from lacuna calibrate")
    calibrate.add_argument("--quiet", action="store_true")
    calibrate.add_argument("--resume", action="store_true", help="of new bone: keep runs that are there")
    calibrate.add_argument("--parent", type=int, help="of new bone: process to end with")
    calibrate.set_defaults(run=_calibrate)
    measured = commands.add_parser("measured", help="read what a task measured, no more")
    measured.add_argument("task", metavar="JSON", help="what task.json would hold")
    measured.set_defaults(run=_measured)
    specimens = commands.add_parser("specimens", help="read a table of measured specimens, no more")
    specimens.add_argument("table", type=Path, metavar="TABLE.csv")
    specimens.set_defaults(run=_specimens)
    modules = commands.add_parser("modules", help="name the modules that this Python lacks, if any")
    modules.set_defaults(run=_modules)
    _add_sweep(commands)
    _add_batch(commands)
    agreement = commands.add_parser("agreement", help="draw predictions against measurements")
    agreement.add_argument("table", type=Path, metavar="TABLE.csv")
    agreement.add_argument("output", type=Path, metavar="OUT.png")
    agreement.set_defaults(run=_agreement)
    return parser


def _add_sweep(commands: argparse._SubParsersAction) -> None:
    sample = commands.add_parser("sample", help="lay points into a design space")
    sample.add_argument("task", metavar="JSON", help="method, points, seed, variables")
    sample.set_defaults(run=_sample)
    sweep = commands.add_parser("sweep", help="run the points that lacuna sweep planned")
    sweep.add_argument("folder", type=Path, metavar="DIR")
    sweep.add_argument("--jobs", type=int, help="points at a time")
    sweep.add_argument("--ranks", type=int, default=1, help="processes a point")
    sweep.add_argument("--quiet", action="store_true")
    sweep.add_argument("--parent", type=int, help="process to end with")
    sweep.add_argument("--report", action="store_true", help="make report.html, too")
    sweep.set_defaults(run=_sweep)
    for name, run, text in (("propose", _propose, "say which points of an optimization to run next"),
                            ("conclude", _conclude, "write front.csv and say what was found")):
        searching = commands.add_parser(name, help=text)
        searching.add_argument("folder", type=Path, metavar="DIR")
        if name == "propose":
            searching.add_argument("task", metavar="JSON", help="see sweep/search_task.py")
        searching.set_defaults(run=run)
    collect = commands.add_parser("collect", help="gather the points of a sweep in tables")
    collect.add_argument("folder", type=Path, metavar="DIR")
    collect.add_argument("--report", action="store_true", help="make report.html, too")
    collect.set_defaults(run=_collect)
    query = commands.add_parser("query", help="ask the tables of a sweep in SQL")
    query.add_argument("folder", type=Path, metavar="DIR")
    query.add_argument("statement", metavar="SELECT")
    query.add_argument("--csv", action="store_true")
    query.set_defaults(run=_query)


def _add_batch(commands: argparse._SubParsersAction) -> None:
    batch = commands.add_parser("batch", help="have a batch run that lacuna batch planned")
    batch.add_argument("folder", type=Path, metavar="DIR")
    batch.add_argument("--on", choices=("slurm", "here", "script"), required=True)
    batch.add_argument("--dry-run", action="store_true")
    batch.add_argument("--jobs", type=int, help="units at a time, here")
    batch.add_argument("--quiet", action="store_true")
    batch.add_argument("--parent", type=int, help="process to end with")
    batch.set_defaults(run=_batch)
    element = commands.add_parser("element", help="run one element of a batch")
    element.add_argument("folder", type=Path, metavar="DIR")
    element.add_argument("number", type=int)
    element.set_defaults(run=_element)
    last = commands.add_parser("last", help="gather a batch, and run again what ran out of memory")
    last.add_argument("folder", type=Path, metavar="DIR")
    last.add_argument("--on", choices=("slurm", "script"), required=True)
    last.set_defaults(run=_last)
    status = commands.add_parser("status", help="what became of a batch")
    status.add_argument("folder", type=Path, metavar="DIR")
    status.set_defaults(run=_status)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage."""

    def error(self, message: str):
        self.exit(2, f"{self.prog}: {message}\n")


if __name__ == "__main__":
    sys.exit(main())
