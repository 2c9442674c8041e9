"""compare.py - this program and its peers, interleaved, as one table of ratios.

    compare.py [--rounds N] [--threads 1,2] [--peers ort,openvino] [--bf16]
               [--seconds S] [--models FOLDER] [SIZE]...

On a machine that others use only ratios within one run mean something: every
round runs everybody once, and the table has minima, medians and, in square brackets,
the least processor time of a pass: with one thread the fairest of the three.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

import models

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, '..', 'vitscope')


def ours(folder, threads, bf16):
    """Milliseconds of forward and trace: min, median, processor of each."""
    said = subprocess.run(
        [PROGRAM, 'bench', '--json', '-m', folder, '--threads', str(threads)] +
        (['--precision', 'bf16'] if bf16 else []), check=True, capture_output=True)
    r = json.loads(said.stdout)
    return ([r['forward_ms'][k] for k in ('min', 'median', 'processor')],
            [r['trace_ms'][k] for k in ('min', 'median', 'processor')], r)


def theirs(peer, folder, threads, seconds):
    path = folder if peer.startswith('torch') else folder + '/model.onnx'
    said = subprocess.run([sys.executable, HERE + '/peer.py', peer, path, str(threads),
                           str(seconds)], check=True, capture_output=True)
    r = json.loads(said.stdout)
    return [min(r['ms']), statistics.median(r['ms']), min(r['processor'])]


def cold(command):
    """Seconds, processor seconds and megabytes of a fresh process."""
    start = time.monotonic()
    p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(p.pid, 0)
    if status:
        raise SystemExit(f'{command[0]}: status {status}')
    return [time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]


def over_rounds(rounds):
    """[min, median, processor] of each round -> least, median of medians, least."""
    return (min(r[0] for r in rounds), statistics.median(r[1] for r in rounds),
            min(r[2] for r in rounds))


def compare(size, a):
    folder = os.path.join(a.models, size)
    models.make(folder, size)
    peers = [p + ('-bf16' if a.bf16 and p != 'ort' else '') for p in a.peers.split(',')]
    for threads in (int(t) for t in a.threads.split(',')):
        times = {name: [] for name in ['forward', 'trace'] + peers}
        for _ in range(a.rounds):
            forward, trace, said = ours(folder, threads, a.bf16)
            times['forward'].append(forward)
            times['trace'].append(trace)
            for p in peers:
                times[p].append(theirs(p, folder, threads, a.seconds))
        base = over_rounds(times['forward'])
        print(f'{size}, {threads} thread(s), {said["isa"]} {said["precision"]}: forward '
              f'{base[0]:.1f} ({base[1]:.1f}) [{base[2]:.1f}] ms, '
              f'peak {said["peak_gflops"]:.0f} GFLOP/s')
        for name in ['trace'] + peers:
            t = over_rounds(times[name])
            print(f'  {name:14} {t[0]:8.1f} ({t[1]:8.1f}) [{t[2]:8.1f}]   ours / it: '
                  f'{base[0] / t[0]:.2f} ({base[1] / t[1]:.2f}) [{base[2] / t[2]:.2f}]',
                  flush=True)


def compare_cold(a):
    folder = os.path.join(a.models, 'b16')
    models.make(folder, 'b16')
    picture = os.path.join(HERE, '..', 'examples', 'cat.png')
    commands = {'ours': [PROGRAM, 'report', '-m', folder, picture]}
    for p in a.peers.split(','):
        path = folder if p.startswith('torch') else folder + '/attention.onnx'
        commands[p] = [sys.executable, HERE + '/peer.py', p, path, '2', 'cold']
    times = {name: [] for name in commands}
    for _ in range(a.rounds + 1):
        for name, command in commands.items():
            times[name].append(cold(command))
    wall, work = ({name: statistics.median(x[i] for x in t[1:]) for name, t in times.items()}
                  for i in (0, 1))
    print('cold, b16: a fresh process to the attention of all layers (processor seconds)')
    for name, t in times.items():
        print(f'  {name:14} {wall[name]:6.2f} ({work[name]:5.2f}) s {t[-1][2]:6.0f} MB   ours / it: '
              f'{wall["ours"] / wall[name]:.2f} ({work["ours"] / work[name]:.2f})', flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--rounds', type=int, default=3)
    p.add_argument('--threads', default='1,2')
    p.add_argument('--peers', default='ort,openvino')
    p.add_argument('--seconds', type=float, default=5)
    p.add_argument('--models', default=os.path.join(os.environ.get('TMPDIR', '/tmp'),
                                                    'vitscope-bench', 'models'))
    p.add_argument('--bf16', action='store_true')
    p.add_argument('--cold', action='store_true')
    p.add_argument('sizes', nargs='*', metavar='SIZE')
    a = p.parse_args()
    for size in a.sizes or ([] if a.cold else list(models.SIZES)):
        compare(size, a)
    if a.cold:
        compare_cold(a)


if __name__ == '__main__':
    main()
