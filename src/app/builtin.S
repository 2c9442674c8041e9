/* builtin.S - the files that travel inside the program: the model, its
 * configuration, CLS before training, and three pictures. */
#if defined(__APPLE__)
    .const
#define SYMBOL(name) _##name
#else
    .section .rodata
#define SYMBOL(name) name
#endif

#define FILE_DATA(name, path)        \
    .balign 64                      ;\
    .globl SYMBOL(name)             ;\
SYMBOL(name):                       ;\
    .incbin path                    ;\
    .globl SYMBOL(name##_end)       ;\
SYMBOL(name##_end):                 ;\
    .byte 0

FILE_DATA(builtin_weights, "models/catdogbird-3x3/model.safetensors")
FILE_DATA(builtin_config, "models/catdogbird-3x3/config.json")
FILE_DATA(builtin_processor, "models/catdogbird-3x3/preprocessor_config.json")
FILE_DATA(builtin_start, "models/catdogbird-3x3/cls-start.safetensors")
FILE_DATA(builtin_cat, "examples/cat.png")
FILE_DATA(builtin_dog, "examples/dog.png")
FILE_DATA(builtin_bird, "examples/bird.png")

#if defined(__ELF__)
    .section .note.GNU-stack, "", %progbits
#endif
