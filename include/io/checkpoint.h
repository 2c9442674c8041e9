/* checkpoint.h - a model as people have it on disk: a folder, a file, a hub
 * name in the local cache, or the bytes built into the program. */
#ifndef IO_CHECKPOINT_H
#define IO_CHECKPOINT_H

#include "base/error.h"
#include "io/file.h"
#include "nn/config.h"
#include "nn/tensor.h"
#include "nn/tokenizer.h"

/* Where hub names are looked for: values of HF_HUB_CACHE, HF_HOME,
 * XDG_CACHE_HOME and HOME (read in app), NULL where unset.  Links found there
 * are followed as long as they stay inside. */
struct hub {
    const char *hub_cache, *hf_home, *xdg_cache, *home;
};

enum { CHECKPOINT_SHARDS_MAX = 512 };

struct checkpoint {
    const char *path;               /* folder or file found, for sentences */
    struct config config;           /* config.json, open_clip_config.json */
    struct config processor;        /* what is done with pictures, or count 0 */
    struct tensor_list tensors;
    struct file files[CHECKPOINT_SHARDS_MAX];
    int file_count;
    const char *folder;             /* where tokenizer files would lie */
};

bool checkpoint_open(struct checkpoint *c, const char *model,
                     const struct hub *hub, struct arena *keep,
                     struct error *err);
void checkpoint_close(struct checkpoint *c);

/* Is `path` one of the files it is read from, by whatever name? */
bool checkpoint_reads(const struct checkpoint *c, const char *path,
                      struct arena scratch);

/* From memory. */
bool checkpoint_of_memory(struct checkpoint *c, const struct file *config,
                          const struct file *processor,
                          const struct file *weights, struct arena *keep,
                          struct error *err);

/* vocab.json + merges.txt beside the weights.  *out is NULL without an error
 * when the folder has none. */
bool checkpoint_tokenizer(struct tokenizer **out, const char *model,
                          const struct hub *hub, struct arena *keep,
                          struct error *err);

#endif
