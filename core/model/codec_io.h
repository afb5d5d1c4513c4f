/*
 * Fields in and out, for codec.c and record.c: each codec_*() writes the field when encoding and
 * reads it when decoding. After the first bad byte, reading yields zeros and `bad` is set.
 */
#ifndef TIDEMARK_CORE_MODEL_CODEC_IO_H
#define TIDEMARK_CORE_MODEL_CODEC_IO_H

#include "core/base/arena.h"
#include "core/base/out.h"
#include "core/model/migration.h"

struct codec {
	struct out *out; /* encoding; NULL = decoding */
	struct str in;   /* decoding: what is left */
	struct arena *arena;
	bool bad;
	bool copy;     /* decoding: copy strings into the arena instead of borrowing them */
	bool semantic; /* encoding: leave out positions, excerpts and comments */
	bool no_holes; /* encoding: leave out what is in {…}, which another field tells */
};

void codec_u64(struct codec *c, uint64_t *value);
void codec_i64(struct codec *c, int64_t *value); /* zigzag */
void codec_u32(struct codec *c, uint32_t *value);
void codec_bool(struct codec *c, bool *value);
void codec_str(struct codec *c, struct str *value);
/* An int-sized enum below `count`; anything else is bad. */
void codec_enum_raw(struct codec *c, int *value, int count);
#define codec_enum(c, field, count)                                                                \
	do {                                                                                       \
		int codec_value = (int)*(field);                                                   \
		codec_enum_raw((c), &codec_value, (int)(count));                                   \
		if (!(c)->out)                                                                     \
			*(field) = codec_value;                                                    \
	} while (0)
/*
 * The length of an array. Decoding: at most the bytes that are left (an item takes at least one
 * byte), and returns zeroed items of `size` in the arena; encoding: returns `items`.
 */
void *codec_array(struct codec *c, const void *items, uint32_t *count, size_t size);
void codec_strs(struct codec *c, const struct str **items, uint32_t *count);
void codec_span(struct codec *c, struct span *at);
void codec_excerpt(struct codec *c, struct str *text); /* left out of the semantic form */
/* Source: the semantic form leaves out the white space that is not in quotes. */
void codec_text(struct codec *c, struct str *text);

#endif
