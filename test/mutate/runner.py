"""runner.py - tests of one build, two beside one another, until one fails.

A faulty program may do anything: it may hang, write without end or eat all
memory.  A test is a session of its own, watched from outside, and whatever it
started ends with it.  Such a fault counts as noticed: a user would notice.
"""
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import threading
import time

from project import BUILD

MEMORY = 3 << 30                        # bytes that a test may hold
WRITES = 1 << 30                        # and that one of its files may have
PAUSE = 0.05                            # seconds between two looks at a test
UNSET = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "NO_COLOR", "COLORTERM",
         "VITSCOPE_MODEL", "VITSCOPE_ISA")


def limits():
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITES, WRITES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def members(session):
    """Processes of a session: (id, bytes held)."""
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:                 # it is gone
            continue
        if int(fields[3]) == session:
            yield int(stat.parent.name), int(fields[21]) * resource.getpagesize()


def kill(child):
    """A test, and what it started in groups of its own."""
    for process, _ in members(child.pid):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass
    child.wait()


class Runner:
    def __init__(self, project):
        self.project = project
        self.took = {}                  # seconds when all was well
        self.lock = threading.Lock()

    def start(self, test, limit):
        """run.sh takes over; its own limit never comes before ours."""
        environment = {k: v for k, v in os.environ.items() if k not in UNSET}
        environment.update(B=BUILD, LIMIT=str(int(100 * limit)),
                           LC_ALL="C.UTF-8", CMOCKA_MESSAGE_OUTPUT="TAP",
                           VITSCOPE=str(self.project.root / BUILD / "vitscope"))
        return subprocess.Popen(
            ["sh", "test/run.sh", "--one", self.project.root / "build/out", test],
            cwd=self.project.root, env=environment, start_new_session=True,
            preexec_fn=limits)

    def watch(self, child, limit, stop):
        """None when it came to an end by itself, else what it did.  Time is
        counted in looks: it stands still where all of this is stopped."""
        looks = 0
        while child.poll() is None:
            time.sleep(PAUSE)
            looks += 1
            if stop.is_set():
                return "stopped"
            if looks * PAUSE > limit:
                return "hangs"
            if looks % 10 == 0 and \
                    sum(held for _, held in members(child.pid)) > MEMORY:
                return "eats memory"
        return None

    def one(self, test, stop):
        """None when the test passes, else what happened."""
        out = self.project.root / "build/out" / test.replace("/", "_")
        out.parent.mkdir(exist_ok=True)
        shutil.rmtree(f"{out}.d", ignore_errors=True)
        limit = 30 + 10 * self.took.get(test, 60)
        start = time.monotonic()
        child = self.start(test, limit)
        verdict = self.watch(child, limit, stop)
        kill(child)
        if verdict:
            return verdict
        status = pathlib.Path(f"{out}.status").read_text().strip()
        said = pathlib.Path(f"{out}.out").read_text(errors="replace")
        if status not in ("0", "77") or \
                re.search(r"^not ok(?!.*# *SKIP)", said, re.M):
            return "fails"
        with self.lock:
            self.took.setdefault(test, time.monotonic() - start)
        return None

    def first_to_notice(self, tests):
        """(test, what happened) of one that does not pass, or None."""
        queue, found, stop = list(tests), [], threading.Event()

        def work():
            while not stop.is_set():
                with self.lock:
                    if not queue:
                        return
                    test = queue.pop(0)
                verdict = self.one(test, stop)
                if verdict and verdict != "stopped":
                    with self.lock:
                        found.append((test, verdict))
                    stop.set()
        hands = [threading.Thread(target=work) for _ in range(2)]
        try:
            for hand in hands:
                hand.start()
            for hand in hands:
                hand.join()
        finally:                        # interrupted: the tests end, too
            stop.set()
        return found[0] if found else None

    def likely_first(self, tests, path):
        """Unit tests named like the module, then those that take least."""
        words = set(path.stem.split("_"))

        def rank(test):
            if "/unit/" not in test:
                return (1, False, 0)
            like = words & set(test.rsplit("test_", 1)[-1].split("_"))
            return (0, not like, self.took.get(test, 0))
        return sorted(tests, key=rank)
