/* concepts.c - the table of what there is to know about CLS.
 *
 * Texts are short enough for one screen of 80x24 beside their figure.  The
 * accuracies are those of figure_pooling.c, measured on our own models. */
#include <string.h>

#include "figures.h"

/* clang-format off */
const struct concept concepts[] = {
    { "the CLS token", "What CLS is, and why it is called so", "cls",
      { "learned", "position zero", "why CLS", "alternatives" },
      "BERT, a model of text, begins every sentence with a made-up word, "
      "**[CLS]**, for classification. It means nothing by itself; what "
      "stands in its place after the last layer is taken for the whole "
      "sentence.\n\n"
      "The **Vision Transformer** does the same with pictures: the patches "
      "are its words, and one more vector goes before them. Layer by layer "
      "CLS asks the patches for what it needs. In the end the classifier "
      "reads **that one vector** and nothing else.",
      figure_tokens },

    { "learned", "Learned, not fixed, and not yet about your picture", "cls",
      { "the CLS token", "position zero", "residual stream", NULL },
      "At the input CLS is a **parameter** like any weight: random or zero "
      "before training, then moved by gradient descent with all the "
      "others. After training it is constant: **the same for every "
      "picture**.\n\n"
      "So it cannot hold anything about this picture yet. It holds a "
      "question: its query in layer 1 decides which kind of patch it reads "
      "first. Only by reading does it become different for a cat and for a "
      "dog. Stage 2 shows the vector, stage 7 what has become of it.",
      figure_learned },

    { "position zero", "Position zero: a seat, not an order", "positions",
      { "position embeddings", "the CLS token", "bidirectional", NULL },
      "CLS stands first, at **index 0**: x[0] is where programs find it. "
      "For attention the order means nothing; CLS could stand last and "
      "give the same numbers.\n\n"
      "Most models give it a row of the position table like any patch. As "
      "CLS and that row are both constant, their sum acts as **one** "
      "vector; some models keep no row for it. Behind CLS may follow a "
      "distillation token and registers; then come the patches, row by "
      "row, from the upper left.",
      figure_zero },

    { "patches", "Patches are the words of a picture", "patches",
      { "position embeddings", "the CLS token", "convolution",
        "tiling" },
      "The picture is cut into squares. The pixels of a square in a row are "
      "one long vector, and **one matrix**, the same for all squares, turns "
      "it into a token. A convolution whose step is as long as its kernel "
      "does just that.\n\n"
      "Small patches see detail, but there are more of them: half the side "
      "gives four times the tokens and **sixteen times** the pairs for "
      "attention. What is smaller than a patch must survive in its vector: "
      "nothing looks at the pixels again.",
      figure_words },

    { "position embeddings", "Position embeddings say where a patch was",
      "positions",
      { "position zero", "ALiBi", "patches", "Swin" },
      "Attention treats tokens as a **set**: shuffle the patches and CLS "
      "ends up the same. So a vector for its place is added to every "
      "token.\n\n"
      "ViT **learns a table**, one row a place; neighbours come out alike, "
      "which nobody told it. For larger pictures the table is stretched "
      "like an image. Others **rotate** queries and keys by an angle that "
      "grows with the place (DINOv3), or add a learned **bias** for each "
      "offset to the score (BEiT).",
      figure_positions },

    { "query, key, value", "A score is how well a question fits an offer",
      "scores",
      { "multi-head", "bidirectional", "convolution", "ALiBi" },
      "Every token makes three vectors from what it holds: a **query** "
      "(what I look for), a **key** (what I offer) and a **value** (what I "
      "hand over).\n\n"
      "The score of a pair is q·k/√d; the root keeps scores from growing "
      "with the length d. **Softmax** turns the scores of one query into "
      "weights that sum to 1: one score higher by 0.7 weighs twice as much. "
      "The token then adds the values, each by its weight, mixed by one "
      "more matrix.",
      figure_score },

    { "bidirectional", "Everyone reads everyone, CLS included", "scores",
      { "query, key, value", "position zero", "registers", "why CLS" },
      "In a text generator a word may read only what came before it; a CLS "
      "in front would see **nothing but itself**. That is why such models "
      "read their last token.\n\n"
      "In a ViT there is no such mask. CLS reads all patches, all patches "
      "read CLS, in every layer. So CLS is also a **notice board**: what it "
      "has gathered flows back to the patches a layer later. Choose a patch "
      "and press Enter: as query it shows what it takes from CLS.",
      figure_flow },

    { "multi-head", "Several heads: several questions at once", "weights",
      { "query, key, value", "MAP", "bidirectional", "residual stream" },
      "One softmax has one favourite. So the vector of D numbers is cut into "
      "**H heads** of D/H, each with queries, keys and values of its own; "
      "their answers are laid side by side again and mixed. It costs as much "
      "as one large head.\n\n"
      "Heads differ: some look near, some far, some at a colour, some at "
      "CLS itself. **Their mean can hide all of that**: step through them "
      "with { and }, or open the wall (w). How sharp a head is, its entropy "
      "says.",
      figure_heads },

    { "residual stream", "A stream that every block adds to", "update",
      { "learned", "multi-head", "why CLS", "query, key, value" },
      "No block replaces a token. It reads the stream, computes an addition "
      "and **adds** it: first what attention brought, then what the MLP "
      "made of it.\n\n"
      "So the final CLS is its start plus all these additions, and the "
      "stream can be read at any height: run the classifier after layer 1 "
      "and see what the model would say (stage 7). A large addition is not "
      "yet an important one: the **final norm** divides by the length, and "
      "the classifier looks in a few directions only.",
      figure_residual },

    { "why CLS", "Why a token of its own?", "final",
      { "alternatives", "average", "bidirectional", "the families" },
      "A patch is busy being a patch. CLS has **no pixels to defend**: all "
      "its room is for the summary. Other reasons: one vector to read, "
      "however many patches there are; it asks anew in **every** layer, by "
      "content; and its weights show what it read, as these maps do.\n\n"
      "What it costs: one more token, in ours 1 of 10, in a ViT-B/16 1 of "
      "197. What it is **not**: needed for accuracy. Averaging the patches "
      "does as well with a learning rate of its own, ViT's authors found; "
      "so did we.",
      figure_reader },

    { "alternatives", "CLS or not: what we measured", "classes",
      { "average", "MAP", "all patches", "weighted" },
      "Our tiny ViT, trained once more for each way to pool, all by the "
      "same short recipe, so only the **comparison** counts (the built-in "
      "model trained longer: 77.9 %).\n\n"
      "**CLS is not the most accurate.** Reading all patches is, on photos "
      "and on drawings. CLS, average, MAP and weighted lie within 0.9 "
      "points on photos, while two runs of CLS differ by 1.2: **no "
      "difference** one could swear on. What CLS does give is a map for "
      "every layer of what was read.",
      figure_accuracy },

    { "average", "Global average pooling (GAP)", "classes",
      { "alternatives", "weighted", "why CLS", "Swin" },
      "Leave CLS out; after the last layer take the **mean of all patch "
      "tokens**. Nothing to learn, a token less to compute: 9.42 in place "
      "of 10.33 MFLOPs in ours, as a tenth of the tokens is gone.\n\n"
      "For: simple, any picture size, as accurate (62.2 against 62.6 % of "
      "the photos). Against: **every patch has the same say**, background "
      "too, so the patches must do the sorting in the layers before; and "
      "there is no row of weights to look at. Swin, BEiT's classifiers and "
      "I-JEPA's read this way.",
      figure_mean },

    { "MAP", "Multi-head attention pooling (MAP)", "classes",
      { "alternatives", "multi-head", "weighted", "the families" },
      "Let the patches go through all layers alone. Then **one learned "
      "query**, the probe, reads them once with several heads, and an MLP "
      "may follow. It is a CLS that only joins at the end.\n\n"
      "For: the layers are spared the extra token; the picture's content "
      "decides the weights. Against: keys, values and output of its own, "
      "5 % more parameters in ours; it asks **once**, not in every layer. "
      "61.7 % of our photos from one run. SigLIP reads this way: its map "
      "stands in place of CLS's here.",
      figure_probe },

    { "all patches", "All patches: a weight for every place", "classes",
      { "alternatives", "average", "weighted", "position embeddings" },
      "Lay all patch tokens side by side and give the classifier the lot: "
      "**each place has weights of its own**.\n\n"
      "The most accurate of ours: 65.0 % of the photos, 45.9 % of the "
      "drawings, 2.4 and 4.1 points above CLS, two runs each. With 9 "
      "patches it costs 2,112 parameters more. But it grows with places "
      "times classes: for ViT-B/16 and 1,000 classes 150 million, more than "
      "the model. And it is tied to **one grid**: another picture size "
      "needs another classifier.",
      figure_all_patches },

    { "weighted", "A learned weighted pool", "classes",
      { "alternatives", "average", "all patches", "MAP" },
      "Between average and MAP: a mean in which every place has **one "
      "learned weight**, the same for all pictures. In ours that is nine "
      "numbers more than averaging.\n\n"
      "It can learn that the middle matters more than the edge, as photos "
      "are taken that way; it cannot know where the animal is in **this** "
      "picture. 62.2 % of the photos, like the average; one run. If the "
      "weight is computed from each token's content instead, it becomes MAP "
      "with one head.",
      figure_weighted },

    { "the families", "Who reads what: ViT, DeiT, DINO, CLIP", "final",
      { "ways to train", "MAP", "registers", "why CLS" },
      "**ViT** classifies from CLS. **DeiT** adds a second such token, the "
      "distillation token, that is to say what a convolutional teacher "
      "says; the two answers are averaged.\n\n"
      "**DINO** has no classes; its CLS is a description of the picture. "
      "**DINOv2**'s classifiers read CLS and the mean of the patches. "
      "**CLIP** projects CLS into a space it shares with text; its text "
      "side reads the token at the **end**, for there the mask is causal. "
      "**SigLIP** has no CLS but a probe.",
      figure_families },

    { "ways to train", "What CLS learns depends on who asks", "final",
      { "the families", "registers", "multi-head", "learned" },
      "**Labels** (ViT, DeiT): CLS keeps what tells the classes apart; its "
      "maps may be patchy, as a few cues suffice.\n\n"
      "**Itself** (DINO): the CLS of a small crop must agree with the CLS "
      "of a large one, computed by a slow copy of the model. Nobody names "
      "an object, and yet the last layer's CLS attention **outlines** it.\n\n"
      "**Text** (CLIP): CLS must be near its caption and far from others; "
      "it learns what people write about, lettering too.",
      figure_pretraining },

    { "registers", "Registers, and tokens that stand out", "weights",
      { "bidirectional", "the families", "ways to train", "residual stream" },
      "Large ViTs trained long take a few patches of **plain background** "
      "and use them as scratch paper: their vectors grow many times longer "
      "than the rest, say little about their place, and draw CLS's "
      "attention. Maps then show bright specks in the sky.\n\n"
      "The cure (Darcet et al. 2024): some extra learned tokens, "
      "**registers**, that hold the notes and are read by no classifier. "
      "Maps become smooth. Choose one as query to see what it reads.",
      figure_norms },

    { "convolution", "Self-attention against convolution", "weights",
      { "patches", "position embeddings", "Swin", "query, key, value" },
      "A **convolution** has fixed weights by offset: what is learned at one "
      "place holds at all. It sees its neighbours; the view widens layer by "
      "layer.\n\n"
      "**Attention** computes its weights from what is there, anew for every "
      "picture, and reaches across it in layer 1. It must learn from data "
      "what convolution has built in, nearness and sameness, and so wants "
      "more data or a teacher. Its price grows with the **square** of the "
      "patches, that of convolution with their number.",
      figure_reach },

    { "Swin", "Swin: attention in windows that move", "weights",
      { "convolution", "average", "position embeddings", "tiling" },
      "Swin Transformers let tokens read only within **windows** of 7 × 7. "
      "Twice the picture is then twice the work, not four times. In every "
      "other block the windows are **shifted** by half, so that news "
      "crosses their borders.\n\n"
      "Between stages 2 × 2 tokens are **merged** to one of twice the "
      "width: small patches first, then a pyramid as in convolutional "
      "networks, which detectors like. Places enter as a bias for each "
      "offset. No CLS: the last grid is averaged.",
      figure_windows },

    { "tiling", "Adaptive tiling: large pictures in pieces",
      "patches",
      { "patches", "position embeddings", "Swin", "the families" },
      "A ViT is made for one size. Squeezing a page or a panorama into 224 "
      "pixels loses what is small. Vision-language models therefore choose "
      "the **grid of tiles** that fits the picture's shape best, run the "
      "ViT on each tile, and once on a small copy of the **whole**.\n\n"
      "Every tile has a CLS of its own that knows nothing of the others; "
      "what lies across a cut is seen only in the small copy. Press i to "
      "see what this model did to the picture.",
      figure_tiles },

    { "ALiBi", "ALiBi: nearness as a bias", "scores",
      { "position embeddings", "query, key, value", "Swin", "multi-head" },
      "Instead of adding positions to tokens, ALiBi takes something off the "
      "score: **slope × distance**. Each head has its own fixed slope, so "
      "some see near, some far. Nothing is learned, and a model trained on "
      "short texts works on longer ones.\n\n"
      "For pictures the distance is taken in two dimensions. But CLS has **no "
      "place**: to it all patches must be equally far. BEiT's learned table "
      "of biases is the flexible cousin, with rows of its own for CLS.",
      figure_distance },
};
/* clang-format on */
const int concept_count = (int)(sizeof concepts / sizeof concepts[0]);

int concept_find(const char *name)
{
    for (int i = 0; i < concept_count; i++)
        if (strcmp(concepts[i].name, name) == 0)
            return i;
    return -1;
}

int concept_of_stage(const char *stage)
{
    static const char *const first[][2] = {
        { "patches", "patches" },           { "cls", "the CLS token" },
        { "positions", "position embeddings" },
        { "scores", "query, key, value" },  { "weights", "multi-head" },
        { "update", "residual stream" },    { "final", "why CLS" },
        { "classes", "alternatives" },
    };

    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
        if (strcmp(first[i][0], stage) == 0)
            return concept_find(first[i][1]);
    return 0;
}

int concept_link(int at, int n)
{
    if (at < 0 || at >= concept_count || n < 1 || n > CONCEPT_LINKS ||
        !concepts[at].links[n - 1])
        return -1;
    return concept_find(concepts[at].links[n - 1]);
}
