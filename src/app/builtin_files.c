/* builtin_files.c - the symbols of builtin.S as files. */
#include "app/builtin.h"

#include <stdint.h>

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
        { "cat.png", builtin_cat, builtin_cat_end },
        { "dog.png", builtin_dog, builtin_dog_end },
        { "bird.png", builtin_bird, builtin_bird_end },
    };

    return file_of_memory(files[which].path, files[which].first,
                          (ptrdiff_t)((uintptr_t)files[which].end -
                                      (uintptr_t)files[which].first));
}
