/* processor.h - reading a config strictly: what is there must make sense. */
#ifndef NN_PROCESSOR_H
#define NN_PROCESSOR_H

#include "nn/preprocess.h"

enum { EDGE_MAX = 16384 }; /* the longest side a config may ask for */

/* mean and standard deviation of red, green and blue */
struct stats {
    float mean[3], std[3];
};
extern const struct stats stats_half, stats_imagenet, stats_clip;

void processor_set_stats(struct processor *p, const struct stats *s);

/* Each reads `path` into *out.  Absent: *out keeps what it has.  There, but of
 * another kind or out of range: a sentence naming file and key. */
bool read_flag(bool *out, const struct config *c, const char *path,
               struct error *err);
bool read_real(double *out, const struct config *c, const char *path,
               struct error *err);
bool read_edge(int *out, const struct config *c, const char *path,
               struct error *err);
bool read_string(const char **out, const struct config *c, const char *path,
                 struct error *err);

/* Three numbers, or one for all three; `nonzero`: none may be 0. */
bool read_colors(float out[3], const struct config *c, const char *path,
                 bool nonzero, struct error *err);

/* An edge for both sides, or the list [h, w]. */
bool read_edges(int *h, int *w, const struct config *c, const char *path,
                struct error *err);

/* A filter by name. */
bool read_filter(enum filter *out, const struct config *c, const char *path,
                 struct error *err);

/* Are pixels numbers after all that `p` does with their values? */
bool processor_finite(const struct processor *p, const struct config *c,
                      struct error *err);

/* "part.key" of a part that may be "". */
enum { PATH_ROOM = 96 };
const char *path_of(char out[PATH_ROOM], const char *part, const char *key);

/* The three ways a checkpoint says it. */
bool processor_from_hf(struct processor *p, const struct config *config,
                       const struct config *pre, struct arena *keep,
                       struct error *err);
bool processor_from_timm(struct processor *p, const struct config *config,
                         struct error *err);
bool processor_from_open_clip(struct processor *p, const struct config *config,
                              struct error *err);

#endif
