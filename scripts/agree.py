#!/usr/bin/env python3
"""How far is vitscope from transformers on the checkpoints that lie here?

    agree.py PICTURE FOLDER...        needs: pip install torch transformers "pillow<13"

FOLDER holds a checkpoint (config.json and weights) or folders that do.  For
each the picture is prepared and run by both; one line says the largest
difference of the prepared pixels, of the hidden states, of the attention
weights of CLS (or of all rows), and of the logits where there are any.
Families that transformers does not read (timm, open_clip) are named as such.
VITSCOPE names the program (default ./vitscope).
"""
import inspect, json, os, pathlib, subprocess, sys, tempfile

import numpy as np
import torch
from PIL import Image, ImageOps
from safetensors.numpy import load_file
from transformers import AutoConfig, AutoImageProcessor, AutoModel
import transformers

PROGRAM = os.environ.get("VITSCOPE", "./vitscope")


def checkpoints(paths):
    for path in map(pathlib.Path, paths):
        for config in sorted(path.rglob("*config.json")):
            if config.name in ("config.json", "open_clip_config.json"):
                yield config.parent


def ours(folder, picture):
    with tempfile.TemporaryDirectory() as work:
        out = f"{work}/trace.safetensors"
        subprocess.run([PROGRAM, "trace", "--quiet", "-m", str(folder), "-o", out,
                        "--only", "^(pixel_values|hidden_[0-9]+|attn_[0-9]+|logits)$",
                        str(picture)], check=True, capture_output=True, text=True)
        return load_file(out)


def vision(model):
    return model if type(model).__name__ == "SiglipVisionModel" else getattr(model, "vision_model", model)


def theirs(folder, pixels):
    config = AutoConfig.from_pretrained(folder)
    name = (config.architectures or ["AutoModel"])[0]
    name = {"ViTMAEForPreTraining": "ViTMAEModel", "SiglipModel": "SiglipVisionModel"}.get(name, name)
    maker = getattr(transformers, name, AutoModel)
    model = maker.from_pretrained(folder, attn_implementation="eager",
                                  torch_dtype=torch.float32).eval()
    tower = vision(model)
    takes = inspect.signature(tower.forward).parameters
    extra = {"interpolate_pos_encoding": True} if "interpolate_pos_encoding" in takes else {}
    if config.model_type == "vit_mae":      # nothing masked, the order kept
        tower.config.mask_ratio = 0.0
        patches = (pixels.shape[1] // config.patch_size) * (pixels.shape[2] // config.patch_size)
        extra["noise"] = torch.arange(patches, dtype=torch.float32)[None]
    with torch.no_grad():
        out = tower(torch.from_numpy(pixels)[None], output_hidden_states=True,
                    output_attentions=True, **extra)
    logits = getattr(out, "logits", None)
    return ([h[0].numpy() for h in out.hidden_states], [a[0].numpy() for a in out.attentions],
            None if logits is None else logits[0].numpy())


def pixels_of(folder, picture):
    processor = AutoImageProcessor.from_pretrained(folder, use_fast=False)
    image = ImageOps.exif_transpose(Image.open(picture)).convert("RGB")
    return processor(image, return_tensors="np")["pixel_values"][0].astype(np.float32)


def worst(a, b):
    return float(np.max(np.abs(a.astype(np.float64) - b))) if a.shape == b.shape else float("nan")


def line(folder, picture):
    got = ours(folder, picture)
    hidden, attention, logits = theirs(folder, got["pixel_values"])
    layers = len(attention)
    parts = []
    try:
        parts.append(f"pixels {worst(got['pixel_values'], pixels_of(folder, picture)):.1e}")
    except Exception:
        parts.append("pixels: no processor")
    parts.append(f"hidden {max(worst(got[f'hidden_{i}'], hidden[i + 1]) for i in range(layers - 1)):.1e}")
    parts.append(f"attention {max(worst(got[f'attn_{i}'], attention[i]) for i in range(layers)):.1e}")
    if logits is not None and "logits" in got:
        parts.append(f"logits {worst(got['logits'], logits):.1e}")
    return "  ".join(parts)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for folder in checkpoints(sys.argv[2:]):
        try:
            if not (folder / "config.json").exists() or \
                    "model_type" not in json.loads((folder / "config.json").read_text()):
                print(f"{folder}: not read by transformers")
                continue
            print(f"{folder}: {line(folder, sys.argv[1])}")
        except subprocess.CalledProcessError as e:
            print(f"{folder}: {e.stderr.strip()}")
        except Exception as e:
            print(f"{folder}: transformers: {str(e).splitlines()[0]}")


if __name__ == "__main__":
    main()
