/* walk.h - where one stands, and every way to go from there.
 *
 * Pure functions on a cursor; what keys call them is app's business. */
#ifndef VIEW_WALK_H
#define VIEW_WALK_H

#include "base/error.h"
#include "view/scene.h"

/* The first step, the first layer, the mean of the heads, the first patch. */
struct cursor walk_start(const struct shape *s);

/* "STAGE:LAYER:HEAD:TOKEN" of --at, from 1 and by name; what is empty or left
 * out stays as it is in `c`.  False with a sentence: wrong usage. */
bool walk_at(struct cursor *c, const char *at, const struct shape *s,
             struct error *err);

/* Steps: 1, 2, 3, then 4 to 6 for each layer, then 7, 8.  False at the end. */
bool walk_next(struct cursor *c, const struct shape *s);
bool walk_back(struct cursor *c, const struct shape *s);

/* Which step of how many, from 0. */
int walk_step(const struct cursor *c, const struct shape *s);
int walk_steps(const struct shape *s);

/* One layer or head on (+1) or back (-1); the ends hold.  Before head 1 stand
 * mean, max and min; `fused` keeps to those. */
bool walk_layer(struct cursor *c, const struct shape *s, int by);
bool walk_head(struct cursor *c, const struct shape *s, int by, bool fused);

/* A patch by arrows: columns and rows.  From a token that is no patch Right
 * and Down go to the next token, Left and Up to the one before; from the first
 * patch Left goes back to the tokens before it. */
bool walk_token(struct cursor *c, const struct shape *s, int dx, int dy);
bool walk_first(struct cursor *c, const struct shape *s);
bool walk_last(struct cursor *c, const struct shape *s);

/* What `:` takes: a token's name, or "row,column" from 1; a layer, a head or
 * both, from 1: "l2", "h1", "l2h1" (`fused`: no head to choose). */
bool walk_goto(struct cursor *c, const struct shape *s, const char *where);
bool walk_to(struct cursor *c, const struct shape *s, const char *where,
             bool fused);

/* The chosen token as the query; back to what the model reads. */
bool walk_query(struct cursor *c, const struct shape *s);
bool walk_query_own(struct cursor *c, const struct shape *s);

/* The same place in a model or picture of another shape. */
void walk_fit(struct cursor *c, const struct shape *s);

#endif
