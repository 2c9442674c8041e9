"""peer.py - one peer in a process of its own.

    peer.py NAME MODEL.onnx THREADS SECONDS     prints {"ms": [...], "processor": [...]}
    peer.py NAME MODEL.onnx THREADS cold        runs once: for timing from outside

NAME: ort, openvino, openvino-bf16, and where torch and transformers are
installed torch, torch-bf16 (MODEL is then the folder).
"""
import json
import sys
import time

import numpy as np


def pixels(shape):
    n = int(np.prod(shape))
    return ((np.arange(n) * 7919 % 1000) / 500 - 1).astype(np.float32).reshape(shape)


def ort(path, threads):
    import onnxruntime
    o = onnxruntime.SessionOptions()
    o.intra_op_num_threads = threads
    s = onnxruntime.InferenceSession(path, o, providers=['CPUExecutionProvider'])
    x = pixels(s.get_inputs()[0].shape)
    return lambda: s.run(None, {'pixel_values': x})[0]


def openvino(path, threads, precision='f32'):
    import openvino
    core = openvino.Core()
    model = core.compile_model(path, 'CPU', {
        'INFERENCE_NUM_THREADS': threads, 'NUM_STREAMS': 1,
        'INFERENCE_PRECISION_HINT': precision, 'PERFORMANCE_HINT': 'LATENCY'})
    request = model.create_infer_request()
    x = pixels([int(n) for n in model.input(0).shape])
    return lambda: request.infer({0: x})[model.output(0)]


def torch_(folder, threads, bf16=False):
    import torch
    import transformers
    torch.set_num_threads(threads)
    m = transformers.ViTForImageClassification.from_pretrained(folder).eval()
    x = torch.from_numpy(pixels((1, 3, m.config.image_size, m.config.image_size)))
    if bf16:
        m, x = m.bfloat16(), x.bfloat16()

    def run():
        with torch.inference_mode():
            return m(x).logits.float().numpy()
    return run


PEERS = {
    'ort': ort, 'openvino': openvino,
    'openvino-bf16': lambda p, t: openvino(p, t, 'bf16'),
    'torch': torch_, 'torch-bf16': lambda p, t: torch_(p, t, True),
}


def main(name, path, threads, seconds):
    run = PEERS[name](path, int(threads))
    logits = run()
    ms, processor = [], []
    if seconds != 'cold':
        end = time.monotonic() + float(seconds)
        while time.monotonic() < end or len(ms) < 3:
            start, used = time.monotonic(), time.process_time()
            run()
            ms.append((time.monotonic() - start) * 1e3)
            processor.append((time.process_time() - used) * 1e3)
    print(json.dumps({'ms': ms, 'processor': processor,
                      'logits': [float(v) for v in logits.ravel()[:8]]}))


if __name__ == '__main__':
    main(*sys.argv[1:])
