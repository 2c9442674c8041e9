"""compare.py - this program and its peers, in turns, as one table of ratios.

    compare.py [--only REGEX] [--rounds N] [--seconds S] [--room FOLDER] [--json FILE]

On a machine that others use only neighbours in time compare: every round gives
each a turn, a ratio is taken within a round, and what is printed is the median
over the rounds of times and of ratios.  Beside the wall time, the median of a turn's
passes, stands the least processor time of a pass, of all threads: what others do to
it is less.  A goal is for the ratio of wall times.
"""
import argparse
import os
import re
import statistics

import models
import players

# work, size, threads -> goals: our time at most so many times theirs
FORWARD = {'ti16': {'ort': .80, 'openvino': .85}, 's16': {'ort': .80, 'openvino': .85},
           'b16': {'ort': .85, 'openvino': .90}}
TRACE = {'b16-384': {'openvino': .88, 'torch-eager': .6},
         's14-518': {'openvino': .88, 'torch-eager': .6}}
BF16 = {'ti16': .85, 's16': .85, 'b16': .75, 'b16-384': .85}
COLD = {'ort': .35, 'openvino': None, 'torch': .10}
MANY = 1 / 1.1              # of the time of the best way of any peer
PICTURES = 64
SCALING, COLD_MEMORY, BUILTIN_MS, BUILTIN_COLD_MS, AMX_GAIN = 1.9, 1.2, .25, 15, 2.5


class Work:
    """Who does it, and what the turns of each have given: [ms, processor ms]."""

    def __init__(self, name, who, goals):
        self.name, self.who, self.goals = name, who, goals
        self.turns = {w: [] for w in who}

    def median(self, who, what=0):
        return statistics.median(t[what] for t in self.turns[who])

    def ratio(self, who, other, what=0):
        return statistics.median(a[what] / b[what] for a, b in
                                 zip(self.turns[who], self.turns[other]) if b[what])

    def run(self, rounds):
        for _ in range(rounds):
            for who, player in self.who.items():
                self.turns[who].append(player.turn())

    def close(self):
        for player in self.who.values():
            player.close()


def verdict(ratio, goal):
    return '' if goal is None else f'{goal:8.2f}  {"met" if ratio <= goal else "missed"}'


def show(work, ours='ours'):
    print(f'\n{work.name}')
    for who in work.who:
        line = f'  {who:22} {work.median(who):9.1f} {work.median(who, 1):9.1f}'
        if who != ours:
            ratio = work.ratio(ours, who)
            line += (f' {ratio:8.2f} {work.ratio(ours, who, 1):9.2f}'
                     f' {verdict(ratio, work.goals.get(who))}')
        print(line.rstrip(), flush=True)


# --- the works ----------------------------------------------------------------

def forward(a, size):
    """One and two threads in turns, so that what the second one gives is seen too."""
    folder = a.model(size)
    who = {}
    for threads in (1, 2):
        who['ours', threads] = players.Ours(folder, threads, a.seconds, 'forward')
        for peer in FORWARD[size]:
            who[peer, threads] = players.Peer(peer, folder, threads, a.seconds)
    work = Work('', who, {})
    work.run(a.rounds)
    work.close()
    for threads in (1, 2):
        part = Work(f'forward {size}, {threads} thread{"s" * (threads > 1)}',
                    {w: p for (w, t), p in who.items() if t == threads}, FORWARD[size])
        part.turns = {w: work.turns[w, threads] for w in part.who}
        show(part)
        yield part
    print(f'\n1 -> 2 threads, {size}')
    for w in part.who:
        gain = work.ratio((w, 1), (w, 2))
        goal = f'{SCALING:8.2f}  {"met" if gain >= SCALING else "missed"}'
        print(f'  {w:22} {"":28} {"x":>2}{gain:6.2f} '
              f'{goal if w == "ours" and size == "b16" else ""}'.rstrip())


def trace(a, size):
    """Ours records the class token's rows of every head; OpenVINO records nothing."""
    folder = a.model(size)
    who = {'ours': players.Ours(folder, 2, a.seconds, 'trace')}
    who.update((p, players.Peer(p, folder, 2, a.seconds)) for p in TRACE[size])
    yield from simple(a, Work(f'trace {size}, 2 threads', who, TRACE[size]))


def simple(a, work):
    work.run(a.rounds)
    work.close()
    show(work)
    yield work


def bf16(a, size):
    """Where the processor multiplies in bf16; ours beside our own f32 too."""
    folder, peer = a.model(size), 'openvino-bf16'
    goals = {peer: 1.0 if players.has('amx_bf16') else BF16[size]}
    who = {'ours': players.Ours(folder, 2, a.seconds, 'forward', 'bf16'),
           peer: players.Peer(peer, folder, 2, a.seconds),
           'ours in f32': players.Ours(folder, 2, a.seconds, 'forward')}
    if players.has('amx_bf16'):
        goals['ours in f32'] = 1 / AMX_GAIN
    elif not players.has('avx512_bf16'):
        del who[peer]
    yield from simple(a, Work(f'forward {size} in bf16, 2 threads', who, goals))


def many(a, size):
    """PICTURES of them, decoding included; of each peer the way that was fastest in a
    round before."""
    folder, ways = a.model(size), {}
    who = {'ours': players.OursMany(folder, 2, a.pictures)}
    for peer in ('ort-streams', 'ort-batch', 'openvino-streams', 'openvino-batch'):
        player = players.PeerMany(peer, folder, 2, a.pictures)
        player.turn()
        kind, took = peer.split('-')[0], player.turn()[1]
        if kind in ways and ways[kind][0] < took:
            player.close()
            continue
        if kind in ways:
            ways[kind][1].close()
        ways[kind] = took, player, peer
    who.update((peer, player) for _, player, peer in ways.values())
    who['ours'].turn()
    work = Work(f'{PICTURES} pictures through {size}, decoding included, 2 threads', who,
                {peer: MANY for peer in who})
    work.run(max(2, a.rounds // 2))
    work.close()
    show(work)
    print('  pictures a second:    ' + ', '.join(
        f'{w} {PICTURES * 1e3 / work.median(w):.1f}' for w in who))
    yield work


def cold(a):
    """A fresh process, the weights in the page cache, to all attention of CLS printed."""
    folder, size = a.model('b16'), 0
    who = {'ours': players.Command(players.report(folder, a.pictures[0]))}
    who.update((p, players.Command(players.cold_peer(p, folder, a.pictures[0])))
               for p in COLD)
    for player in who.values():
        player.turn()
    work = Work('cold report of b16 (ms; MB at the peak below)', who, COLD)
    yield from simple(a, work)
    size = os.path.getsize(folder + '/model.safetensors') / 2**20
    peak = work.median('ours', 2)
    print('  MB: ' + ', '.join(f'{w} {work.median(w, 2):.0f}' for w in who) +
          f'; ours / file {peak / size:.2f}, goal {COLD_MEMORY:.2f}  '
          f'{"met" if peak <= COLD_MEMORY * size else "missed"}')


def builtin(a):
    work = Work('built-in model', {
        'forward': players.Ours(None, None, a.seconds, 'forward'),
        'cold report': players.Command(players.report(None, players.CAT))}, {})
    work.run(a.rounds)
    print(f'\n{work.name}')
    for who, goal in (('forward', BUILTIN_MS), ('cold report', BUILTIN_COLD_MS)):
        ms = work.median(who)
        print(f'  {who:22} {ms:9.3f} {work.median(who, 1):9.3f} {"ms, goal":>18} '
              f'{verdict(ms, goal)}')
    yield work


WORKS = {'builtin': builtin, 'cold': cold}
for _function, _sizes in ((forward, FORWARD), (trace, TRACE), (many, FORWARD), (bf16, BF16)):
    for _size in _sizes:
        WORKS[f'{_function.__name__} {_size}'] = (
            lambda a, function=_function, size=_size: function(a, size))


def main():
    p = argparse.ArgumentParser(epilog='works: ' + ', '.join(WORKS))
    p.add_argument('--only', default='', metavar='REGEX', help='only works of such names')
    p.add_argument('--rounds', type=int, default=5)
    p.add_argument('--seconds', type=int, default=1, help='of a turn')
    p.add_argument('--json', help='what every turn gave, too')
    p.add_argument('--room', default=os.path.join(os.environ.get('TMPDIR', '/tmp'),
                                                  'vitscope-bench'))
    a = p.parse_args()
    a.pictures = models.pictures(a.room + '/pictures', players.EXAMPLES, PICTURES)

    def model(size):
        models.make(f'{a.room}/models/{size}', size)
        return f'{a.room}/models/{size}'

    a.model = model
    print(players.machine())
    print(f'\n{"median of rounds":24} {"wall ms":>9} {"processor":>9} {"ours/it":>8} '
          f'{"processor":>9} {"goal":>8}')
    done = [w for name, run in WORKS.items() if re.search(a.only, name) for w in run(a)]
    print(f'\n{players.load()}')
    if a.json:
        players.write(a.json, {w.name: {str(k): v for k, v in w.turns.items()}
                               for w in done})


if __name__ == '__main__':
    main()
