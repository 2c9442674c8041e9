/* inputs.c - what a run reads beside its pictures, and no result may bury. */
#include "app/inputs.h"

#include "io/file.h"

bool inputs_spare(const struct options *o, const struct checkpoint *model,
                  const char *file, struct arena scratch, struct error *err)
{
    const struct {
        const char *option, *path;
    } read[] = {
        { "--from", o->from },     { "--config", o->config },
        { "--pixels", o->pixels }, { "--labels", o->labels },
        { "--prompts", o->prompts_file },
    };

    for (size_t i = 0; i < sizeof read / sizeof read[0]; i++)
        if (read[i].path && file_is_same(read[i].path, file))
            return error_set(err, "%s is what %s reads, and would be written "
                                  "over",
                             file, read[i].option);
    return !model || !checkpoint_reads(model, file, scratch) ||
           error_set(err, "%s is a part of the model, and would be written over",
                     file);
}
