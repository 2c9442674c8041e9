#!/usr/bin/env python3
"""Models of one layer or two whose tensors have other names or further parts
than the cases beside this file, as their original authors' code runs them.

    variants.py FOLDER       needs: pip install torch transformers timm
                             open_clip_torch safetensors "pillow<13"

writes FOLDER/<variant>/{config.json,model.safetensors,expected.safetensors}:
weights at random from a fixed seed, kept as float16; what came out in float64,
rounded to float32.  expected.safetensors holds the pixel_values too.
"""
import json, os, pathlib, sys

import open_clip, timm, torch, transformers
from safetensors.torch import save_file
from timm.layers import set_fused_attn

set_fused_attn(False)
SIZE, PATCH, CLASSES = 16, 4, 5


def randomize(model):
    """Norms and biases too: what is left at 0 or 1 would be tested by nothing."""
    torch.manual_seed(7)
    for name, p in model.named_parameters():
        scale = 0.3 if p.dim() > 1 else 0.1
        around = 1.0 if p.dim() == 1 and "norm" in name and name.endswith("weight") else 0.0
        p.data = (around + scale * torch.randn_like(p)).half().float()
    return model.double().eval()


def write(name, config, weights, pixels, seen):
    folder = pathlib.Path(sys.argv[1]) / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    weights = {k: (v.half() if v.is_floating_point() else v).contiguous().clone()
               for k, v in weights.items()}
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    seen = {"pixel_values": pixels[0], **{k: v[0] for k, v in seen.items()}}
    save_file({k: v.detach().float().contiguous().clone() for k, v in seen.items()},
              folder / "expected.safetensors")


def pixels(height=SIZE, width=SIZE):
    torch.manual_seed(11)
    return torch.randn(1, 3, height, width).double()


# --- transformers ----------------------------------------------------------------

def hf(name, config, kind, outputs):
    config.architectures = [kind]
    model = randomize(getattr(transformers, kind)._from_config(config, attn_implementation="eager"))
    x = pixels()
    with torch.no_grad():
        out = model(x, output_hidden_states=True, output_attentions=True)
    seen = {f"hidden_{i}": h for i, h in enumerate(out.hidden_states[1:])}
    seen |= {f"attn_{i}": a for i, a in enumerate(out.attentions)}
    write(name, config.to_diff_dict(), model.state_dict(), x,
          seen | {ours: out[theirs] for ours, theirs in outputs.items()})


def transformers_variants():
    vision = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24,
                  image_size=SIZE, patch_size=PATCH)
    text = dict(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8,
                vocab_size=16)
    labels = dict(id2label={i: f"kind {i}" for i in range(CLASSES)})
    hf("vit-pooler", transformers.ViTConfig(**vision), "ViTModel", {"pooler_output": "pooler_output"})
    hf("clip-classifier", transformers.CLIPConfig(text_config=text, vision_config=vision, **labels),
       "CLIPForImageClassification", {"logits": "logits"})
    hf("siglip-classifier", transformers.SiglipConfig(
        text_config=text, vision_config=dict(vision, vision_use_head=False), **labels),
       "SiglipForImageClassification", {"logits": "logits"})


# --- timm ------------------------------------------------------------------------

def watch(trunk):
    """Fill in what the blocks of a timm tower give, once it runs."""
    seen = {}
    for i, block in enumerate(trunk.blocks):
        block.register_forward_hook(lambda m, a, out, i=i: seen.update({f"hidden_{i}": out}))
        block.attn.attn_drop.register_forward_hook(
            lambda m, a, out, i=i: seen.update({f"attn_{i}": out}))
    return seen


def of_timm(name, architecture, rename=lambda key: key, **arguments):
    arguments = dict(dict(img_size=SIZE, patch_size=PATCH, embed_dim=24, depth=2, num_heads=2), **arguments)
    model = randomize(timm.create_model(architecture, num_classes=CLASSES, **arguments))
    seen, x = watch(model), pixels(*model.patch_embed.img_size)
    with torch.no_grad():
        seen["logits"] = model(x)
    config = {"architecture": architecture, "num_classes": CLASSES, "global_pool": model.global_pool,
              "model_args": arguments,
              "pretrained_cfg": {"input_size": [3, *x.shape[2:]], "mean": [0.5] * 3, "std": [0.5] * 3,
                                 "interpolation": "bicubic", "crop_pct": 1.0}}
    write(name, config, {rename(k): v for k, v in model.state_dict().items()}, x, seen)


def timm_variants():
    of_timm("timm-clip", "vit_base_patch16_clip_224")
    of_timm("timm-beit", "beitv2_base_patch16_224")
    of_timm("timm-dinov3", "vit_small_patch16_dinov3")
    of_timm("timm-dinov3-plus", "vit_small_plus_patch16_dinov3")
    of_timm("timm-wide", "vit_small_patch16_224", img_size=[12, 20])
    of_timm("timm-swiglu", "vit_giant_patch14_reg4_dinov2")
    # As the authors of DINOv2 named the same matrices.
    of_timm("dinov2-giant", "vit_giant_patch14_dinov2",
            lambda key: key.replace("mlp.fc1", "mlp.w12").replace("mlp.fc2", "mlp.w3"))


# --- open_clip -------------------------------------------------------------------

@timm.models.register_model
def vit_tower(pretrained=False, **arguments):
    taken = {k: v for k, v in arguments.items() if k in ("num_classes", "global_pool")}
    model = timm.models.vision_transformer.VisionTransformer(
        img_size=SIZE, patch_size=PATCH, embed_dim=64, depth=1, num_heads=1, mlp_ratio=1, **taken)
    model.default_cfg = {}
    return model


def open_clip_variants():
    vision = {"timm_model_name": "vit_tower", "timm_model_pretrained": False, "timm_pool": "token",
              "timm_proj": "linear", "image_size": SIZE}
    text = {"context_length": 8, "vocab_size": 16, "width": 16, "heads": 2, "layers": 1}
    model = randomize(open_clip.model.CustomTextCLIP(12, vision, text, output_dict=True))
    seen, x = watch(model.visual.trunk), pixels()
    with torch.no_grad():
        seen["image_features"] = model.encode_image(x)
        seen["image_embeds"] = model.encode_image(x, normalize=True)
    vision["timm_model_name"] = "vit_base_patch16_224"
    write("open-clip-timm", {"model_cfg": {"embed_dim": 12, "vision_cfg": vision, "text_cfg": text}},
          {k: v for k, v in model.state_dict().items() if "attn_mask" not in k}, x, seen)


def of_open_clip(name, vision, text):
    """A model all of open_clip's own, with prompts as ids; 9 ends them."""
    vision = {"image_size": SIZE, "patch_size": PATCH, "width": 16, "layers": 2, "head_width": 8,
              "mlp_ratio": 1, **vision}
    text = {"context_length": 6, "vocab_size": 16, "width": 12, "heads": 2, "layers": 2, "mlp_ratio": 1, **text}
    model = randomize(open_clip.model.CustomTextCLIP(12, vision, text, output_dict=True))
    if not text.get("no_causal_mask"):
        model.text.attn_mask = model.text.build_causal_mask().double()
    x, prompts = pixels(), [[3, 14, 9], [7, 9], [11, 2, 12, 1, 9], [9, 5]]
    rows = torch.tensor([ids + [0] * (6 - len(ids)) for ids in prompts])
    seen = {}
    for i, block in enumerate(model.visual.transformer.resblocks):
        block.register_forward_hook(lambda m, a, out, i=i: seen.update({f"hidden_{i}": out}))
    with torch.no_grad():
        out = model(x, rows)
        seen["image_features"] = model.encode_image(x)
        seen["image_embeds"] = out["image_features"]
        seen["text_features"] = model.encode_text(rows)[None]
        seen["text_embeds"] = out["text_features"][None]
        seen["logits_per_image"] = (out["logit_scale"] * out["image_features"] @ out["text_features"].T)[None]
    write(name, {"model_cfg": {"embed_dim": 12, "vision_cfg": vision, "text_cfg": text}},
          {k: v for k, v in model.state_dict().items() if "attn_mask" not in k}, x, seen)
    (pathlib.Path(sys.argv[1]) / name / "prompts.json").write_text(
        json.dumps([{"ids": ids} for ids in prompts]) + "\n")


def open_clip_ways():
    tanh = {"act_kwargs": {"approximate": "tanh"}}
    of_open_clip("open-clip-eos", {"pool_type": "avg", "final_ln_after_pool": True, **tanh},
                 {"pool_type": "eos", "eos_id": 9, **tanh})
    of_open_clip("open-clip-first", {"no_ln_pre": True, "ls_init_value": 0.5},
                 {"pool_type": "first", "proj_type": "none", "no_causal_mask": True, "ls_init_value": 0.5})
    of_open_clip("open-clip-last", {"norm_kwargs": {"eps": 1e-3}},
                 {"pool_type": "last", "proj_bias": True, "norm_kwargs": {"eps": 1e-3}})


if __name__ == "__main__":
    transformers_variants()
    timm_variants()
    open_clip_variants()
    open_clip_ways()
