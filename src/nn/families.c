/* families.c - the table of model families; the first row that matches builds
 * the model.  To add a family: one file, one row. */
#include <string.h>

#include "build.h"

extern const struct family vit_family, mae_family, ijepa_family, deit_family,
    beit_family, dinov2_family, dinov2_registers_family, dinov3_family,
    clip_family, siglip_family, open_clip_family, timm_family;

const struct family *const families[] = {
    &vit_family,
    &mae_family,
    &ijepa_family,
    &deit_family,
    &beit_family,
    &dinov2_family,
    &dinov2_registers_family,
    &dinov3_family,
    &clip_family,
    &siglip_family,
    &open_clip_family,
    &timm_family,
};
const int family_count = sizeof families / sizeof families[0];

bool config_is(const struct config *c, const char *model_type)
{
    return strcmp(config_string(c, "model_type", ""), model_type) == 0;
}
