# SPDX-License-Identifier: LGPL-2.1-or-later
# flake8: noqa: F403,F405
"""Recipe for Spack. In a repository of your own:

    spack repo create ~/lacuna-repo lacuna && mkdir ~/lacuna-repo/packages/lacuna
    cp packaging/spack/package.py ~/lacuna-repo/packages/lacuna/ && spack repo add ~/lacuna-repo
    spack dev-build lacuna@0.1.0          # in the folder of the source
"""

from spack.package import *


class Lacuna(CMakePackage):
    """Design of 3D-printed bioceramic bone scaffolds: stiffness, strength and release of factors."""

    license("LGPL-2.1-or-later")

    version("0.1.0")

    variant("portable", default=False, description="Kernels for several instruction sets, chosen at run time")

    generator("ninja")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.20:", type="build")
    depends_on("ninja", type="build")
    depends_on("pkgconfig", type="build")

    depends_on("dealii@9.4:9.6 +mpi +petsc +p4est")
    depends_on("petsc ~complex")
    depends_on("mpi")
    depends_on("vtk@9.1: ~qt")
    depends_on("minizip")
    depends_on("zlib-api")
    depends_on("libtiff")
    depends_on("nlohmann-json")
    depends_on("cli11")
    depends_on("fmt")
    depends_on("spdlog +fmt_external")
    depends_on("muparser")
    depends_on("nanoflann")

    # What makes statistics, reports and pictures.
    depends_on("python@3.9:", type=("build", "run"))
    depends_on("py-numpy", type="run")
    depends_on("py-pandas", type="run")
    depends_on("py-scipy", type="run")
    depends_on("py-scikit-learn", type="run")
    depends_on("py-matplotlib", type="run")
    depends_on("py-jinja2", type="run")
    depends_on("vtk +python", type="run")

    def cmake_args(self):
        return [
            self.define("LACUNA_NATIVE", self.spec.satisfies("~portable")),
            self.define("LACUNA_TESTS", False),
            self.define("LACUNA_PYTHON", self.spec["python"].command.path),
        ]

    @run_after("install")
    def make_python(self):
        """A Python that finds these modules without PYTHONPATH, which lacuna does not listen to."""
        python = self.spec["python"]
        packages = join_path(f"python{python.version.up_to(2)}", "site-packages")
        venv = join_path(self.prefix, "libexec", "lacuna-python")
        Executable(python.command.path)("-m", "venv", "--without-pip", venv)
        folders = [join_path(one.prefix, lib, packages) for lib in ("lib", "lib64")
                   for one in self.spec.traverse(deptype=("link", "run"), root=False)]
        with open(join_path(venv, "lib", packages, "spack.pth"), "w", encoding="utf-8") as file:
            file.writelines(f"{folder}\n" for folder in folders)

    def setup_run_environment(self, env):
        env.set("LACUNA_PYTHON", join_path(self.prefix, "libexec", "lacuna-python", "bin", "python3"))
        env.prepend_path("PYTHONPATH", join_path(self.prefix, "share", "lacuna", "python"))
