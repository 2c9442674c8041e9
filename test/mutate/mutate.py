#!/usr/bin/env python3
"""mutate.py - do the tests notice when the core is wrong?

    make mutate [SEED=7] [COUNT=50]

COUNT faults, drawn from SEED (faults.py), are put into a copy of the project
(project.py) one at a time; the tests run, from fast to slow, until one fails
(runner.py).  What does not compile, and what the compiler turns into the very
same objects, is drawn again.  Those that no test notices are listed at the end.

Status 1 when fewer than 85 % are noticed.
"""
import argparse
import json
import pathlib
import random
import sys
import time

import faults
from project import Project
from runner import Runner

BAR = 85


def wishes():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--where", default="",
                        help="only sources with this in their path")
    return parser.parse_args()


def ready(project, runner):
    """The copy built, and its tests seen to pass; exits when they do not."""
    said = project.build()
    if said:
        sys.exit(said + "mutate: the copy does not build")
    if project.times.exists():          # nothing has changed since the last time
        runner.took = json.loads(project.times.read_text())
        return
    noticed = runner.first_to_notice(project.tests())
    if noticed:
        sys.exit(f"mutate: without a fault, {noticed[0]} {noticed[1]}")
    project.times.write_text(json.dumps(runner.took))


def try_out(fault, text, right, project, runner):
    """What becomes of a fault: "broken", "same", "survived" or who noticed."""
    project.write(fault.path, fault.in_text(text).encode())
    try:
        if not project.compile(fault.path):
            return "broken"
        if project.code() == right:
            return "same"
        if not project.link():
            return "broken"
        tests = runner.likely_first(project.tests(), fault.path)
        noticed = runner.first_to_notice(tests)
        return " ".join(noticed) if noticed else "survived"
    finally:
        project.put_back(fault.path, text, right)


def main():
    wish = wishes()
    project = Project(pathlib.Path("build/mutate").absolute())
    runner = Runner(project)
    sources = project.sources(wish.where)
    lines = sum(1 for text in sources.values() for _ in faults.code_lines(text))
    print(f"seed {wish.seed}: {wish.count} faults in {lines} lines", flush=True)
    ready(project, runner)
    right = project.code()
    tried, survivors, again = 0, [], {"same": 0, "broken": 0}
    for fault in faults.draw(random.Random(wish.seed), sources):
        if tried == wish.count:
            break
        end = try_out(fault, sources[fault.path], right, project, runner)
        if end in again:
            again[end] += 1
            continue
        tried += 1
        if end == "survived":
            survivors.append(fault)
            print(f"{tried:3} SURVIVED  {fault}", flush=True)
        else:
            print(f"{tried:3} noticed   {fault}\n              {end}", flush=True)
    noticed = tried - len(survivors)
    print(f"\nseed {wish.seed}: {noticed} of {tried} noticed ({again['same']} of "
          f"no effect and {again['broken']} that do not compile drawn again)")
    for fault in survivors:
        print("  not noticed:", fault)
    return 0 if 100 * noticed >= BAR * tried else 1


if __name__ == "__main__":
    sys.exit(main())
