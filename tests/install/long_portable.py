# SPDX-License-Identifier: LGPL-2.1-or-later
"""A build for any processor: every instruction set gives the same results, and nothing else is needed.

LACUNA_BUILD names the folder of the usual build; the portable one is in portable/ there.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import BUILD, ENVIRONMENT, ROOT
from test_install import STUDY

# What hides instruction sets from glibc, and the kernels that are left.
MASKS = {"": "AVX-512", "-AVX512F": "AVX2", "-AVX512F,-AVX2": "SSE2"}
# Processors that QEMU plays, and what they have.
PROCESSORS = {"Haswell": "AVX2", "Nehalem": "SSE2"}
PROCESSOR_HAS = Path("/proc/cpuinfo").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def portable():
    """The folder of the portable build."""
    folder = BUILD / "portable"
    subprocess.run(["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", "-DLACUNA_NATIVE=OFF"], check=True,
                   stdout=subprocess.DEVNULL)
    tests = [f"test_cell_kernel_{name}" for name in ("baseline", "x86-64-v3", "x86-64-v4")]
    subprocess.run(["ninja", "-C", folder, "-j", "2", "lacuna", "manual", *tests], check=True,
                   stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="session")
def prefix(portable, tmp_path_factory):
    home = tmp_path_factory.mktemp("portable")
    subprocess.run(["cmake", "--install", portable, "--prefix", home], check=True, stdout=subprocess.DEVNULL)
    return home


def modulus(words, folder, **environment):
    """Instruction set and modulus (Pa) of a tiny specimen."""
    (folder / "own.prm").write_text(STUDY)
    shutil.rmtree(folder / "out", ignore_errors=True)
    subprocess.run([*words, "compress", "own.prm", "--output", "out", "--quiet"], cwd=folder, check=True,
                   env=ENVIRONMENT | environment, timeout=1200)
    found = json.loads((folder / "out/results.json").read_text())["specimens"][0]
    return found["provenance"]["kernels"], found["mechanics"]["youngs_modulus_Pa"]["value"]


@pytest.fixture(scope="session")
def reference(prefix, tmp_path_factory):
    """By what every processor has."""
    return modulus([prefix / "bin/lacuna"], tmp_path_factory.mktemp("reference"),
                   GLIBC_TUNABLES="glibc.cpu.hwcaps=-AVX512F,-AVX2")[1]


@pytest.mark.parametrize("mask, kernels", MASKS.items())
@pytest.mark.skipif("avx512vl" not in PROCESSOR_HAS, reason="the processor has no AVX-512")
def test_the_best_instruction_set_is_loaded(prefix, reference, tmp_path, mask, kernels):
    mask = {"GLIBC_TUNABLES": f"glibc.cpu.hwcaps={mask}"} if mask else {}
    assert modulus([prefix / "bin/lacuna"], tmp_path, **mask) == (kernels, pytest.approx(reference, rel=1e-6))


@pytest.mark.parametrize("processor, kernels", PROCESSORS.items())
@pytest.mark.skipif(not shutil.which("qemu-x86_64"), reason="qemu-x86_64 is not installed (Debian's qemu-user)")
def test_a_processor_that_has_less(prefix, reference, tmp_path, processor, kernels):
    """QEMU ends a program at the first instruction that its processor does not have."""
    words = ["qemu-x86_64", "-cpu", processor, prefix / "bin/lacuna"]
    assert modulus(words, tmp_path) == (kernels, pytest.approx(reference, rel=1e-6))


@pytest.mark.parametrize("name, flag", [("baseline", "sse2"), ("x86-64-v3", "avx2"), ("x86-64-v4", "avx512vl")])
def test_kernels_have_the_dense_matrices(portable, name, flag):
    if flag not in PROCESSOR_HAS:
        pytest.skip(f"the processor has no {flag}")
    subprocess.run([portable / "tests" / f"test_cell_kernel_{name}"], check=True, env=os.environ | ENVIRONMENT)
