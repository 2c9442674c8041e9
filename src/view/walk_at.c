/* walk_at.c - --at STAGE:LAYER:HEAD:TOKEN, a place as one writes it. */
#include "view/walk.h"

#include <string.h>

#include "base/text.h"
#include "view/stage.h"

static bool at_stage(struct cursor *c, const char *part, struct error *err)
{
    int stage = stage_parse(part);

    if (stage < 0)
        return error_set(err, "--at: there is no stage %s (1 to %d, or a name "
                              "such as %s)",
                         part, stage_count, stages[stage_count - 1]->name);
    c->stage = stage;
    return true;
}

static bool at_layer(struct cursor *c, const char *part, const struct shape *s,
                     struct error *err)
{
    long layer;

    if (!text_to_long(&layer, part, 1, s->layers))
        return error_set(err, "--at: there is no layer %s (1 to %d)", part,
                         s->layers);
    c->layer = (int)layer - 1;
    return true;
}

static bool at_head(struct cursor *c, const char *part, const struct shape *s,
                    struct error *err)
{
    char name[16];
    long head;

    for (int h = HEAD_MIN; h <= HEAD_MEAN; h++)
        if (strcmp(part, head_name(name, h)) == 0) {
            c->head = h;
            return true;
        }
    if (!text_to_long(&head, part, 1, s->heads))
        return error_set(err, "--at: there is no head %s (mean, max, min or "
                              "1 to %d)",
                         part, s->heads);
    c->head = (int)head - 1;
    return true;
}

static bool at_token(struct cursor *c, const char *part, const struct shape *s,
                     struct error *err)
{
    return walk_goto(c, s, part) ||
           error_set(err, "--at: there is no token %s (%d tokens, %dx%d "
                          "patches)",
                     part, s->tokens, s->grid_h, s->grid_w);
}

bool walk_at(struct cursor *c, const char *at, const struct shape *s,
             struct error *err)
{
    char part[64];

    for (int i = 0; *at; i++) {
        size_t n = strcspn(at, ":");

        if (i == 4 || n >= sizeof(part))
            return error_set(err, "--at: not STAGE:LAYER:HEAD:TOKEN: %s", at);
        memcpy(part, at, n);
        part[n] = 0;
        if (n > 0 && !(i == 0   ? at_stage(c, part, err)
                       : i == 1 ? at_layer(c, part, s, err)
                       : i == 2 ? at_head(c, part, s, err)
                                : at_token(c, part, s, err)))
            return false;
        at += n + (at[n] == ':');
    }
    return true;
}
