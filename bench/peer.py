"""peer.py - one peer in a process of its own, which works when it is told to.

    peer.py NAME FOLDER THREADS

answers each line of standard input with a line of JSON:

    pass SECONDS           {"ms": median of a pass, "processor": least time of a pass}
    batch PICTURE...       {"ms": for all of them, decoding included, "processor"}

    peer.py NAME FOLDER THREADS cold PICTURE

reads the picture and prints the attention of the class token in every layer and head.

NAME is a way of running a model of models.py:
    ort, openvino, openvino-bf16        a picture at a time
    ort-streams, openvino-streams       pictures side by side, a thread each (OpenVINO:
                                        as its THROUGHPUT hint decides)
    ort-batch, openvino-batch, torch-batch      several pictures in one pass
    torch, torch-eager                  transformers; eager gives attention out
with -bf16 behind it where there is such a thing.
"""
import concurrent.futures
import json
import statistics
import sys
import time

import numpy as np


def read_picture(path, side):
    """As transformers' ViTImageProcessor prepares it: [3, side, side] in [-1, 1]."""
    from PIL import Image
    with Image.open(path) as picture:
        small = picture.convert('RGB').resize((side, side), Image.BILINEAR)
    return np.asarray(small, np.float32).transpose(2, 0, 1) / np.float32(127.5) - np.float32(1)


def some_pixels(n, side):
    count = n * 3 * side * side
    return ((np.arange(count) * 7919 % 1000) / 500 - 1).astype(np.float32).reshape(
        n, 3, side, side)


class Ort:
    """ONNX Runtime; streams: passes of one thread side by side."""

    def __init__(self, folder, threads, way, bf16):
        import onnxruntime
        o = onnxruntime.SessionOptions()
        o.intra_op_num_threads = 1 if way == 'streams' else threads
        name = {'batch': 'batch', 'cold': 'attention'}.get(way, 'model')
        self.session = onnxruntime.InferenceSession(f'{folder}/{name}.onnx', o,
                                                    providers=['CPUExecutionProvider'])
        self.n, _, self.side, _ = self.session.get_inputs()[0].shape
        self.streams = threads if way == 'streams' else 1

    def run(self, x):
        return self.session.run(None, {'pixel_values': x})

    def run_all(self, batches):
        with concurrent.futures.ThreadPoolExecutor(self.streams) as pool:
            for running in [pool.submit(self.run, x) for x in batches]:
                running.result()


class OpenVino:
    def __init__(self, folder, threads, way, bf16):
        import openvino
        name = {'batch': 'batch', 'cold': 'attention'}.get(way, 'model')
        how = {'INFERENCE_NUM_THREADS': threads,
               'INFERENCE_PRECISION_HINT': 'bf16' if bf16 else 'f32'}
        how.update({'PERFORMANCE_HINT': 'THROUGHPUT'} if way == 'streams' else
                   {'PERFORMANCE_HINT': 'LATENCY', 'NUM_STREAMS': 1})
        self.model = openvino.Core().compile_model(f'{folder}/{name}.onnx', 'CPU', how)
        self.n, _, self.side, _ = (int(v) for v in self.model.input(0).shape)
        self.request = self.model.create_infer_request()
        self.queue = openvino.AsyncInferQueue(self.model)   # as many as are best

    def run(self, x):
        return list(self.request.infer({0: x}).values())

    def run_all(self, batches):
        for x in batches:
            self.queue.start_async({0: x})
        self.queue.wait_all()


class Torch:
    def __init__(self, folder, threads, way, bf16):
        import torch
        import transformers
        torch.set_num_threads(threads)
        self.torch, self.bf16 = torch, bf16
        self.attention = way in ('eager', 'cold')
        self.model = transformers.ViTForImageClassification.from_pretrained(
            folder, attn_implementation='eager' if self.attention else 'sdpa').eval()
        if bf16:
            self.model = self.model.bfloat16()
        self.n, self.side = 8 if way == 'batch' else 1, self.model.config.image_size

    def run(self, x):
        x = self.torch.from_numpy(x)
        with self.torch.inference_mode():
            out = self.model(x.bfloat16() if self.bf16 else x,
                             output_attentions=self.attention)
        rows = [a[:, :, 0].float().numpy() for a in out.attentions or []]
        return [out.logits.float().numpy()] + rows

    def run_all(self, batches):
        for x in batches:
            self.run(x)


def peer_of(name, folder, threads):
    parts = name.split('-')
    kind = {'ort': Ort, 'openvino': OpenVino, 'torch': Torch}[parts[0]]
    way = [p for p in parts[1:] if p != 'bf16']
    return kind(folder, threads, way[0] if way else '', 'bf16' in parts)


def batches_of(peer, paths, threads):
    """Pictures in the order named, decoded ahead by as many threads."""
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        ready = pool.map(lambda path: read_picture(path, peer.side), paths)
        for _ in range(len(paths) // peer.n):
            yield np.stack([next(ready) for _ in range(peer.n)])


def timed(work):
    start, used = time.monotonic(), time.process_time()
    work()
    return (time.monotonic() - start) * 1e3, (time.process_time() - used) * 1e3


def passes(peer, seconds):
    x = some_pixels(peer.n, peer.side)
    times, end = [], time.monotonic() + seconds
    while len(times) < 3 or time.monotonic() < end:
        times.append(timed(lambda: peer.run(x)))
    return statistics.median(t[0] for t in times), min(t[1] for t in times)


def serve(name, folder, threads):
    peer = peer_of(name, folder, threads)
    peer.run(some_pixels(peer.n, peer.side))
    for line in sys.stdin:
        verb, *words = line.split()
        if verb == 'pass':
            ms, processor = passes(peer, float(words[0]))
        else:
            ms, processor = timed(lambda: peer.run_all(batches_of(peer, words, threads)))
        print(json.dumps({'ms': ms, 'processor': processor}), flush=True)


def cold(name, folder, threads, picture):
    peer = peer_of(name + '-cold', folder, threads)
    _, *rows = peer.run(read_picture(picture, peer.side)[None])
    print(json.dumps([[[float(f'{v:.9g}') for v in head] for head in layer[0]]
                      for layer in rows]))


if __name__ == '__main__':
    if len(sys.argv) > 4:
        cold(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[5])
    else:
        serve(sys.argv[1], sys.argv[2], int(sys.argv[3]))
