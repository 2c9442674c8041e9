#!/usr/bin/env python3
"""What the explorer costs on the wire and in time, over a pseudo-terminal.

    bench/screen.py [PROGRAM] [--size 100x30] [--term xterm-256color] [--model DIR] [PICTURE...]

Prints the milliseconds from the start to the first full screen, then for each
kind of key the median milliseconds to the finished screen and the median bytes
sent; the processor time of ten idle seconds; the peak memory.  A screen is
finished when nothing has come for QUIET seconds; the time is that of the last
byte.  Needs nothing but Python's own library.
"""
import argparse, fcntl, os, pty, re, resource, select, signal, statistics, struct, termios, time

QUIET = 0.08
WALKS = [("patch move", ["5"], [b"\x1bOC", b"\x1bOD"]),
         ("layer move, blended map", ["5"], [b"]", b"["]),
         ("head move", ["5"], [b"}", b"{"]),
         ("layer move, flat map", ["b"], [b"]", b"["]),
         ("next step", ["b", "1"], [b" ", b"\x7f"]),
         ("picture", ["5"], [b"\t", b"\x1b[Z"])]


class Terminal:
    def __init__(self, argv, cols, rows, term, colorterm):
        self.start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM=term, LANG="C.UTF-8", LC_ALL="C.UTF-8", COLORTERM=colorterm)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            os.execvp(argv[0], argv)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def settle(self, since, quiet=QUIET):
        """Bytes until nothing came for `quiet` seconds, and ms to the last."""
        count, last = 0, since
        while select.select([self.fd], [], [], quiet)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                break
            if not data:
                break
            count += len(data)
            last = time.perf_counter()
        return count, 1000 * (last - since)

    def key(self, data):
        since = time.perf_counter()
        os.write(self.fd, data)
        return self.settle(since)

    def status(self, field):
        text = open(f"/proc/{self.pid}/status").read()
        return int(re.search(rf"^{field}:\s+(\d+)", text, re.M)[1])

    def cpu(self):
        fields = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        os.write(self.fd, b"\x03")
        self.settle(time.perf_counter())
        os.waitpid(self.pid, 0)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("program", nargs="?", default="./vitscope")
    p.add_argument("pictures", nargs="*")
    p.add_argument("--size", default="100x30")
    p.add_argument("--term", default="xterm-256color")
    p.add_argument("--colorterm", default="", help="truecolor for 24 bit")
    p.add_argument("--model")
    p.add_argument("--idle", type=float, default=10)
    a = p.parse_args()
    cols, rows = map(int, a.size.split("x"))
    argv = [a.program] + (["-m", a.model] if a.model else []) + a.pictures
    starts = []
    for _ in range(5):
        t = Terminal(argv, cols, rows, a.term, a.colorterm)
        size, ms = t.settle(t.start, 0.4)
        starts.append((ms, size))
        t.stop()
    print(f"{a.size} {a.term} {a.colorterm}".strip())
    print(f"{'start to full screen':28} {statistics.median(s[0] for s in starts):8.1f} ms {statistics.median(s[1] for s in starts):8.0f} bytes")
    t = Terminal(argv, cols, rows, a.term, a.colorterm)
    t.settle(t.start, 0.4)
    for name, before, keys in WALKS:
        for k in before:
            t.key(k.encode())
        got = [t.key(keys[i % len(keys)]) for i in range(12)][2:]
        print(f"{name:28} {statistics.median(g[1] for g in got):8.1f} ms {statistics.median(g[0] for g in got):8.0f} bytes")
    before = t.cpu()
    time.sleep(a.idle)
    print(f"{'idle processor time':28} {1000 * (t.cpu() - before):8.0f} ms in {a.idle:g} s")
    print(f"{'peak memory':28} {t.status('VmHWM') / 1024:8.1f} MiB")
    t.stop()


if __name__ == "__main__":
    main()
