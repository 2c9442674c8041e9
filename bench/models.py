"""models.py - Vision Transformers of random weights, for us and for the peers.

make(folder, size) writes config.json and model.safetensors in the layout of
the Hugging Face hub, and the same numbers as graphs: model.onnx for a picture,
batch.onnx for BATCH of them, attention.onnx with the attention rows of the class
token as outputs.
"""
import json
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# name: width, heads, patch, side; all have 12 layers and 1000 classes
SIZES = {
    'ti16': (192, 3, 16, 224), 's16': (384, 6, 16, 224),
    'b16': (768, 12, 16, 224), 'b16-384': (768, 12, 16, 384),
    's14-518': (384, 6, 14, 518),
}
LAYERS, CLASSES, EPS, BATCH = 12, 1000, 1e-12, 8


def weights(size):
    """The tensors by their names in the file, matrices [out, in]."""
    d, _, p, side = SIZES[size]
    rng = np.random.default_rng(1)
    tokens = (side // p) ** 2 + 1
    w = {}

    def matrix(name, out, fan_in, shape=None):
        w[name + '.weight'] = (rng.standard_normal(shape or (out, fan_in)) /
                               fan_in ** .5).astype(np.float32)
        w[name + '.bias'] = (rng.standard_normal(out) * .1).astype(np.float32)

    def norm(name):
        w[name + '.weight'] = (1 + .1 * rng.standard_normal(d)).astype(np.float32)
        w[name + '.bias'] = (.1 * rng.standard_normal(d)).astype(np.float32)

    w['vit.embeddings.cls_token'] = rng.standard_normal((1, 1, d)).astype(np.float32)
    w['vit.embeddings.position_embeddings'] = (
        .1 * rng.standard_normal((1, tokens, d))).astype(np.float32)
    matrix('vit.embeddings.patch_embeddings.projection', d, 3 * p * p, (d, 3, p, p))
    for i in range(LAYERS):
        at = f'vit.encoder.layer.{i}.'
        norm(at + 'layernorm_before')
        for part in ('query', 'key', 'value'):
            matrix(at + 'attention.attention.' + part, d, d)
        matrix(at + 'attention.output.dense', d, d)
        norm(at + 'layernorm_after')
        matrix(at + 'intermediate.dense', 4 * d, d)
        matrix(at + 'output.dense', d, 4 * d)
    norm('vit.layernorm')
    matrix('classifier', CLASSES, d)
    return w


def write_safetensors(path, tensors):
    header, at = {}, 0
    for name, t in tensors.items():
        header[name] = {'dtype': 'F32', 'shape': list(t.shape),
                        'data_offsets': [at, at + t.nbytes]}
        at += t.nbytes
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as f:
        f.write(len(text).to_bytes(8, 'little') + text)
        for t in tensors.values():
            f.write(t.tobytes())


class Graph:
    """A graph in the making: op() adds a node and gives the name of its result."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, value, dtype=None):
        name = f'c{len(self.constants)}'
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def op(self, kind, *inputs, outputs=1, **attributes):
        names = [f'v{len(self.nodes)}_{i}' for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names if outputs > 1 else names[0]

    def linear(self, x, w, name):
        product = self.op('MatMul', x, self.constant(w[name + '.weight'].T.copy()))
        return self.op('Add', product, self.constant(w[name + '.bias']))

    def norm(self, x, w, name):
        return self.op('LayerNormalization', x, self.constant(w[name + '.weight']),
                       self.constant(w[name + '.bias']), axis=-1, epsilon=EPS)


def block(g, x, w, at, d, heads, tokens, n):
    def split(x, order):
        parts = g.op('Reshape', x, g.constant([n, tokens, heads, d // heads], np.int64))
        return g.op('Transpose', parts, perm=order)

    y = g.norm(x, w, at + 'layernorm_before')
    q, k, v = (g.linear(y, w, at + 'attention.attention.' + part)
               for part in ('query', 'key', 'value'))
    scores = g.op('MatMul', split(q, [0, 2, 1, 3]), split(k, [0, 2, 3, 1]))
    scores = g.op('Mul', scores, g.constant((d // heads) ** -.5, np.float32))
    attn = g.op('Softmax', scores, axis=-1)
    y = g.op('Transpose', g.op('MatMul', attn, split(v, [0, 2, 1, 3])), perm=[0, 2, 1, 3])
    y = g.op('Reshape', y, g.constant([n, tokens, d], np.int64))
    x = g.op('Add', x, g.linear(y, w, at + 'attention.output.dense'))
    y = g.linear(g.norm(x, w, at + 'layernorm_after'), w, at + 'intermediate.dense')
    y = g.linear(g.op('Gelu', y), w, at + 'output.dense')
    return g.op('Add', x, y), attn


def graph(w, size, n, attention):
    d, heads, p, side = SIZES[size]
    tokens = (side // p) ** 2 + 1
    g = Graph()
    at = 'vit.embeddings.patch_embeddings.projection'
    x = g.op('Conv', 'pixel_values', g.constant(w[at + '.weight']),
             g.constant(w[at + '.bias']), strides=[p, p])
    x = g.op('Transpose', g.op('Reshape', x, g.constant([n, d, tokens - 1], np.int64)),
             perm=[0, 2, 1])
    start = np.repeat(w['vit.embeddings.cls_token'], n, 0)
    x = g.op('Concat', g.constant(start), x, axis=1)
    x = g.op('Add', x, g.constant(w['vit.embeddings.position_embeddings']))
    rows = []
    for i in range(LAYERS):
        x, attn = block(g, x, w, f'vit.encoder.layer.{i}.', d, heads, tokens, n)
        rows.append(g.op('Gather', attn, g.constant(0, np.int64), axis=2))
    x = g.norm(x, w, 'vit.layernorm')
    x = g.op('Gather', x, g.constant(0, np.int64), axis=1)
    logits = g.linear(x, w, 'classifier')
    outputs = [logits] + (rows if attention else [])
    nodes = [n for n in g.nodes if attention or n.output[0] not in rows]
    used = {name for node in nodes for name in node.input}
    return helper.make_model(
        helper.make_graph(
            nodes, 'vit',
            [helper.make_tensor_value_info('pixel_values', TensorProto.FLOAT,
                                           [n, 3, side, side])],
            [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs],
            [c for c in g.constants if c.name in used]),
        opset_imports=[helper.make_opsetid('', 20)], ir_version=9)


def make(folder, size):
    d, heads, p, side = SIZES[size]
    if os.path.exists(folder + '/done'):
        return
    os.makedirs(folder, exist_ok=True)
    w = weights(size)
    with open(folder + '/config.json', 'w') as f:
        json.dump({'model_type': 'vit', 'architectures': ['ViTForImageClassification'],
                   'hidden_size': d, 'num_attention_heads': heads,
                   'num_hidden_layers': LAYERS, 'intermediate_size': 4 * d,
                   'patch_size': p, 'image_size': side, 'num_channels': 3,
                   'hidden_act': 'gelu', 'layer_norm_eps': EPS, 'qkv_bias': True,
                   'id2label': {str(i): f'class {i}' for i in range(CLASSES)}}, f)
    write_safetensors(folder + '/model.safetensors', w)
    for name, n, attention in (('model', 1, False), ('attention', 1, True),
                               ('batch', BATCH, False)):
        onnx.save(graph(w, size, n, attention), f'{folder}/{name}.onnx')
    open(folder + '/done', 'w').close()


def pictures(folder, examples, count):
    """`count` PNG files of 500 x 375 cut out of the examples, each another way."""
    from PIL import Image
    os.makedirs(folder, exist_ok=True)
    sources = sorted(name for name in os.listdir(examples) if name.endswith('.png'))
    paths = []
    for i in range(count):
        paths.append(f'{folder}/{i:03}.png')
        if os.path.exists(paths[-1]):
            continue
        with Image.open(os.path.join(examples, sources[i % len(sources)])) as picture:
            x = i // len(sources) * 4
            cut = (x, x, picture.width - 2 * x, picture.height - 2 * x)
            picture.convert('RGB').resize((500, 375), Image.BICUBIC, cut).save(paths[-1])
    return paths
