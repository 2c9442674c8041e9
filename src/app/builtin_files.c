/* builtin_files.c - the symbols of builtin.S as files. */
#include "app/builtin.h"

#include <stdint.h>
#include <string.h>

#define SYMBOLS(name) extern const unsigned char name[], name##_end[]
SYMBOLS(builtin_weights);
SYMBOLS(builtin_config);
SYMBOLS(builtin_processor);
SYMBOLS(builtin_start);
SYMBOLS(builtin_cat);
SYMBOLS(builtin_dog);
SYMBOLS(builtin_bird);

struct file builtin_file(enum builtin which)
{
    static const struct {
        const char *path;
        const unsigned char *first, *end;
    } files[BUILTIN_COUNT] = {
        { "built-in model", builtin_weights, builtin_weights_end },
        { "built-in config.json", builtin_config, builtin_config_end },
        { "built-in preprocessor_config.json", builtin_processor,
          builtin_processor_end },
        { "built-in CLS start", builtin_start, builtin_start_end },
        { "built-in/cat.png", builtin_cat, builtin_cat_end },
        { "built-in/dog.png", builtin_dog, builtin_dog_end },
        { "built-in/bird.png", builtin_bird, builtin_bird_end },
    };

    return file_of_memory(files[which].path, files[which].first,
                          (ptrdiff_t)((uintptr_t)files[which].end -
                                      (uintptr_t)files[which].first));
}

bool builtin_picture(struct file *out, const char *path)
{
    for (int i = 0; i < BUILTIN_PICTURES; i++) {
        *out = builtin_file(BUILTIN_CAT + i);
        if (strcmp(path, out->path) == 0)
            return true;
    }
    return false;
}
