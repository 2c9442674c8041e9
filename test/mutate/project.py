"""project.py - a copy of the project that may be wrong, and how it is built.

The copy lies under build/mutate and takes every file anew, so the sources here
are only read.  Its core is a shared library: a fault then costs one object and
one link, and no program is linked again.
"""
import os
import pathlib
import re
import shutil
import subprocess

CORE = ("base", "nn", "explain", "view")
COPIED = ("src", "include", "test", "examples", "models", "bench", "man",
          "scripts", "doc", "Makefile", "README.md", "CHANGES.md",
          "HACKING.md", "LICENSE", "SECURITY.md")
BUILD = "build/release"
# No -g: code that is the same is then the same object.
MAKE = ["make", "--no-print-directory", "-j2", "CFLAGS=-fPIC",
        "FLAGS.release=-O2"]
# Kernels of instruction sets that this processor lacks are not drawn.
NEEDS = {"kernels_avx2.c": "avx2", "kernels_avx512.c": "avx512f",
         "kernels_avx512bf16.c": "avx512_bf16", "kernels_amx.c": "amx_bf16"}


def runs_here(path):
    """Can this processor run what is in a source?"""
    info = pathlib.Path("/proc/cpuinfo")
    flags = info.read_text().split() if info.exists() else []
    return NEEDS.get(path.name) in (None, *flags)


class Project:
    def __init__(self, root):
        self.root = root
        self.core_so = root / BUILD / "libcore.so"
        self.times = root / "build" / "times.json"  # of the tests, when right
        self.fill()
        self.objects = [self.object_of(p) for p in self.core("*.c")]

    def core(self, pattern):
        """Sources of the core, from the root."""
        return [p.relative_to(self.root) for layer in CORE
                for p in sorted((self.root / "src" / layer).glob(pattern))]

    def object_of(self, path):
        return f"{BUILD}/{path.with_suffix('.o')}"

    def sources(self, where):
        """The text of what may be changed, by path."""
        return {p: (self.root / p).read_text() for p in self.core("*.[ch]")
                if runs_here(p) and where in str(p)}

    # --- the copy ------------------------------------------------------------
    def fill(self):
        """Every file as it is here.  Equal ones keep their time, so that only
        what differs is built.  What lies beside the project lies beside it."""
        beside, there = pathlib.Path("../shared"), self.root.parent / "shared"
        if beside.exists() and not there.is_symlink():
            there.parent.mkdir(parents=True, exist_ok=True)
            there.symlink_to(beside.absolute())
        wanted = {path for name in COPIED
                  for path in (pathlib.Path(name), *pathlib.Path(name).rglob("*"))
                  if path.is_file() and "__pycache__" not in path.parts}
        for path in wanted:
            self.put(path)
        for path in self.root.rglob("*"):
            name = path.relative_to(self.root)
            if path.is_file() and name not in wanted and \
                    name.parts[0] not in ("build", "vitscope"):
                path.unlink()
                self.times.unlink(missing_ok=True)

    def put(self, path):
        data, there = path.read_bytes(), self.root / path
        if not there.exists() or there.read_bytes() != data:
            self.times.unlink(missing_ok=True)
            self.write(path, data)
            shutil.copymode(path, there)

    def write(self, path, data):
        there = self.root / path
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(data)

    # --- building it ---------------------------------------------------------
    def make(self, *goals):
        """What make said when it failed, else ''."""
        fresh = {k: v for k, v in os.environ.items()
                if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
        done = subprocess.run([*MAKE, *goals], cwd=self.root, env=fresh, text=True,
                              capture_output=True, errors="replace")
        return done.stdout + done.stderr if done.returncode else ""

    def link(self):
        """False when the core cannot be made a library."""
        done = subprocess.run(["cc", "-shared", "-Wl,-Bsymbolic", "-o",
                               self.core_so, *self.objects, "-lm"],
                              cwd=self.root, capture_output=True)
        return done.returncode == 0

    def build(self):
        """Everything; what went wrong, else ''.  The archive of the core that
        programs ask for becomes a line that names the library."""
        said = self.make(*self.objects)
        if said or not self.link():
            return said or "the core is no library\n"
        said = self.make(f"{BUILD}/core.a")
        self.write(f"{BUILD}/core.a", f"INPUT({self.core_so})\n".encode())
        return said or self.make("all", "tests")

    def compile(self, path):
        """False when what a change of `path` reaches does not compile."""
        return not self.make(*(self.objects if path.suffix == ".h"
                               else [self.object_of(path)]))

    def code(self):
        """What the compiler made: {object: bytes}."""
        return {o: (self.root / o).read_bytes() for o in self.objects}

    def put_back(self, path, text, code):
        """A source as it was, then the objects, so that make finds them newer
        and has nothing to do."""
        self.write(path, text.encode())
        for name, data in code.items():
            self.write(name, data)

    # --- what tests it -------------------------------------------------------
    def tests(self):
        """Test programs and scripts, fast suites first."""
        def programs(suite):
            return [f"{BUILD}/test/{suite}/{p.stem}"
                    for p in sorted((self.root / "test" / suite).glob("*.c"))
                    if re.search(r"^int main\b", p.read_text(), re.M)]

        def scripts(suite):
            return [f"test/{suite}/{p.name}"
                    for p in sorted((self.root / "test" / suite).glob("*.sh"))]
        return [*programs("unit"), *programs("golden"), "test/snapshots.sh",
                *scripts("cli"), "test/examples.sh", *scripts("golden")]
