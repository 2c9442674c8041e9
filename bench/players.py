"""players.py - who takes turns: this program, a peer, a command from start to end.

A turn gives [wall ms, processor ms, ...]; processor time is of all threads.
"""
import importlib.metadata
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ.get('VITSCOPE', os.path.join(HERE, '..', 'vitscope'))
EXAMPLES = os.path.join(HERE, '..', 'examples')
CAT = os.path.join(EXAMPLES, 'cat.png')
PAUSE = .05                 # until the threads of the one before have gone to sleep


def ourselves(command, folder, *options):
    return [PROGRAM, command] + (['-m', folder] if folder else []) + list(options)


def report(folder, picture):
    return ourselves('report', folder, picture)


def cold_peer(name, folder, picture):
    return [sys.executable, HERE + '/peer.py', name, folder, '2', 'cold', picture]


class Ours:
    """A pass, as `bench` times it in a process of its own."""

    def __init__(self, folder, threads, seconds, what, precision='f32'):
        self.what = what
        self.command = ourselves('bench', folder, '--json', '--only', f'^{what}$',
                                 '--seconds', str(seconds), '--precision', precision)
        if threads:
            self.command += ['--threads', str(threads)]

    def turn(self):
        time.sleep(PAUSE)
        said = subprocess.run(self.command, check=True, capture_output=True)
        r = json.loads(said.stdout)
        return [r[self.what + '_ms']['median'], r[self.what + '_ms']['processor'],
                r['peak_rss_mb']]

    def close(self):
        pass


class Peer:
    """A process of peer.py, asked again and again."""

    def __init__(self, name, folder, threads, seconds):
        self.request = f'pass {seconds}'
        self.process = subprocess.Popen(
            [sys.executable, HERE + '/peer.py', name, folder, str(threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, bufsize=1)

    def turn(self):
        time.sleep(PAUSE)
        self.process.stdin.write(self.request + '\n')
        r = json.loads(self.process.stdout.readline())
        return [r['ms'], r['processor']]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class PeerMany(Peer):
    def __init__(self, name, folder, threads, pictures):
        super().__init__(name, folder, threads, 0)
        self.request = 'batch ' + ' '.join(pictures)


class OursMany:
    """A process of `report` that is given the pictures again and again."""

    def __init__(self, folder, threads, pictures, *options):
        self.pictures = pictures
        self.process = subprocess.Popen(
            ourselves('report', folder, '--no-attention', '--from', '-', '--threads',
                      str(threads), *options),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def processor(self):
        with open(f'/proc/{self.process.pid}/stat') as f:
            fields = f.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1e3 / os.sysconf('SC_CLK_TCK')

    def turn(self):
        time.sleep(PAUSE)
        start, used = time.monotonic(), self.processor()
        self.process.stdin.write('\n'.join(self.pictures) + '\n')
        self.process.stdin.flush()
        for _ in self.pictures:
            self.process.stdout.readline()
        return [(time.monotonic() - start) * 1e3, self.processor() - used]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Command:
    """A fresh process, with megabytes at its peak."""

    def __init__(self, command):
        self.command = command

    def turn(self):
        time.sleep(PAUSE)
        start = time.monotonic()
        p = subprocess.Popen(self.command, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(p.pid, 0)
        took = time.monotonic() - start
        p.returncode = status
        if status:
            raise SystemExit(f'{" ".join(self.command)}: status {status}')
        return [took * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024]

    def close(self):
        pass


def cpu(key):
    with open('/proc/cpuinfo') as f:
        return next((line.split(':', 1)[1].strip() for line in f if line.startswith(key)), '')


def has(feature):
    return feature in cpu('flags').split()


def load():
    return 'load ' + ' '.join(f'{v:.1f}' for v in os.getloadavg())


def machine():
    """What the numbers are of."""
    peers = ', '.join(f'{name} {importlib.metadata.version(name)}' for name in
                      ('onnxruntime', 'openvino', 'torch', 'transformers'))
    said = subprocess.run(ourselves('bench', None, '--json', '--only', 'kernels',
                                    '--seconds', '1'), check=True, capture_output=True)
    r = json.loads(said.stdout)
    return (f'{cpu("model name")}, {os.cpu_count()} processors, {r["isa"]}: '
            f'{r["peak_gflops"]:.0f} GFLOP/s on {r["threads"]} threads; {load()}\n{peers}')


def write(path, what):
    with open(path, 'w') as f:
        json.dump(what, f)
