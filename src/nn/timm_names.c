/* timm_names.c - what an architecture's name says and its tensors do not.
 *
 * A config of timm's holds little beyond that name.  Source: every model of
 * vision_transformer.py, deit.py, beit.py and eva.py in timm 1.0.29. */
#include "timm_names.h"

#include <stddef.h>
#include <string.h>

/* The first row whose part is in the name counts. */
struct rule {
    const char *part;
    int heads;
};

/* Where heads are not 64 wide. */
static const struct rule head_rules[] = {
    { "_huge_patch", 16 }, { "_giantopt_", 16 },
    { "_7b_", 32 },        { "vit_base_patch16_gap_", 16 },
    { "test_vit3", 3 },    { "test_vit4", 3 },
    { "test_vit", 2 },
};

int timm_heads(const char *architecture, int dim)
{
    for (size_t i = 0; i < sizeof head_rules / sizeof head_rules[0]; i++)
        if (strstr(architecture, head_rules[i].part))
            return head_rules[i].heads;
    if (dim == 1152 || dim == 1408 || dim == 1664) /* so400m, giant, gigantic */
        return 16;
    return dim / 64 > 0 ? dim / 64 : 1;
}

static bool has_part(const char *name, const char *const *parts)
{
    for (; *parts; parts++)
        if (strstr(name, *parts))
            return true;
    return false;
}

const char *timm_activation(const char *architecture)
{
    static const char *const tanh_form[] = { "vit_base_patch32_siglip",
                                             "_giantopt_",
                                             "so400m_patch16_siglip",
                                             "vit_large_patch16_siglip_512",
                                             "vit_large_patch16_siglip_gap_512",
                                             NULL };

    if (strstr(architecture, "quickgelu"))
        return "quick_gelu";
    return has_part(architecture, tanh_form) ? "gelu_tanh" : "gelu";
}

bool timm_known(const char *architecture)
{
    static const char *const others[] = { "rope", "eva02", "_pe_", "_rpn",
                                          NULL };

    return !has_part(architecture, others);
}
