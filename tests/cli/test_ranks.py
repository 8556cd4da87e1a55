# SPDX-License-Identifier: LGPL-2.1-or-later
"""Results do not depend on the number of ranks."""

import subprocess

import pytest

from conftest import CELL, ENVIRONMENT, LACUNA, MPIRUN, Results, SECONDS


@pytest.fixture
def at_two_ranks(folder, succeed):
    """The tiny study compared on two ranks: (standard output, results)."""
    return succeed("compare", "tiny.prm", ranks=2), Results(folder / "results" / "tiny")


def test_compare_at_one_and_two_ranks(compared, at_two_ranks):
    (_, one), (out, two) = compared, at_two_ranks
    assert out.count("BCP-1: geometry") == 2, "each rank speaks"  # BCP-1 and mig-BCP-1
    assert list(two.specimens) == list(one.specimens)
    for name, a in one.specimens.items():
        b = two.specimens[name]
        assert a["seed"] == b["seed"]
        assert a["provenance"] == b["provenance"]
        assert (one.path(name) / "surface.stl").read_bytes() == (
            two.path(name) / "surface.stl").read_bytes()
        for key in ("porosity", "surface_area_m2"):
            assert b["morphometry"][key] == pytest.approx(a["morphometry"][key], rel=1e-12)
        for key in ("youngs_modulus_Pa", "compressive_strength_Pa"):
            value = a["mechanics"][key]["value"]
            assert b["mechanics"][key]["value"] == pytest.approx(value, rel=1e-6)
            # The error bar is a difference: it is as exact as what it is the difference of.
            error = a["mechanics"][key]["error"]
            assert b["mechanics"][key]["error"] == pytest.approx(error, abs=1e-6 * value)
        for key, value in a["transport"]["factors"]["BMP2"].items():
            found = b["transport"]["factors"]["BMP2"][key]
            if key == "mass_balance_error":
                assert abs(found) <= 1e-6
            else:
                assert found == pytest.approx(value, rel=1e-6, abs=0)
        for key in ("unknowns", "cells"):
            assert b["numerics"][key] == a["numerics"][key]
        assert b["numerics"]["ranks"] == 2
    assert two.rows.keys() == one.rows.keys()
    assert (two.folder / "report.html").is_file()


def test_homogenize_at_one_and_two_ranks(folder, succeed):
    records = []
    for ranks in (1, 2):
        succeed("homogenize", "tiny.prm", *CELL, "--output", str(ranks), ranks=ranks)
        records.append(Results(folder / str(ranks)).specimens["BCP-1"])
    one, two = records
    for section, key, n in (("mechanics", "stiffness_Pa", 6), ("transport", "relative_diffusivity", 3)):
        a, b = one[section][key], two[section][key]
        for i in range(n):
            assert b[i] == pytest.approx(a[i], rel=1e-6, abs=1e-6 * a[0][0])
    assert two["numerics"]["unknowns"] == one["numerics"]["unknowns"]


def test_specimens_done_at_one_rank_count_at_two(folder, succeed):
    succeed("compress", "tiny.prm")
    out = succeed("compress", "tiny.prm", "--resume", ranks=2)
    assert "BCP-1 is taken from" in out and "compression" not in out
    assert Results(folder / "results/tiny-compress").specimens["BCP-1"]["numerics"]["ranks"] == 1


def test_a_rank_that_alone_refuses_the_input_ends_the_others(folder):
    """One that may take 2.5 GB of addresses, of an image that takes 2 GB; the other may take all."""
    with open(folder / "large.raw", "wb") as file:
        file.truncate(600**3)
        file.seek(600**3 // 2)
        file.write(1_000_000 * b"\xff")
    words = ["design", "tiny.prm", "--set", "Scaffold/Lattice=image", "--set", "Envelope/Shape=fit",
             "--set", "Image/File=large.raw", "--set", "Image/Dimensions=600, 600, 600",
             "--set", "Image/Voxel size=5 um"]
    limited = ["bash", "-c", '[ "$OMPI_COMM_WORLD_RANK" = 0 ] || ulimit -v 2500000; exec "$@"', "bash", LACUNA]
    done = subprocess.run([*MPIRUN, "2", *limited, *words], cwd=folder, env=ENVIRONMENT, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
    assert done.returncode == 2
    assert "600 x 600 x 600 voxels, which take 1.9" in done.stderr
