#include "core/model/codec_io.h"

static uint64_t read_varint(struct codec *c)
{
	uint64_t value = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		unsigned char byte;

		if (!c->in.len)
			break;
		byte = (unsigned char)c->in.ptr[0];
		c->in = str_sub(c->in, 1, c->in.len);
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return value;
	}
	c->bad = true;
	return 0;
}

void codec_u64(struct codec *c, uint64_t *value)
{
	unsigned char bytes[10];
	size_t len = 0;
	uint64_t rest = *value;

	if (!c->out) {
		*value = c->bad ? 0 : read_varint(c);
		return;
	}
	do {
		bytes[len] = (unsigned char)(rest & 0x7f);
		rest >>= 7;
		if (rest)
			bytes[len] |= 0x80;
		len++;
	} while (rest);
	out_bytes(c->out, bytes, len);
}

void codec_i64(struct codec *c, int64_t *value)
{
	uint64_t folded = ((uint64_t)*value << 1) ^ (uint64_t)(*value < 0 ? -1 : 0);

	codec_u64(c, &folded);
	if (!c->out) /* what is encoded may be shared, or const */
		*value = (int64_t)((folded >> 1) ^ (~(folded & 1) + 1));
}

void codec_u32(struct codec *c, uint32_t *value)
{
	uint64_t wide = *value;

	codec_u64(c, &wide);
	if (wide > UINT32_MAX) {
		c->bad = true;
		wide = 0;
	}
	if (!c->out)
		*value = (uint32_t)wide;
}

void codec_bool(struct codec *c, bool *value)
{
	int wide = *value;

	codec_enum_raw(c, &wide, 2);
	if (!c->out)
		*value = wide;
}

void codec_enum_raw(struct codec *c, int *value, int count)
{
	uint64_t wide = (uint64_t)*value;

	codec_u64(c, &wide);
	if (wide >= (uint64_t)count) {
		c->bad = true;
		wide = 0;
	}
	if (!c->out)
		*value = (int)wide;
}

/* The text with its holes empty: "{}_users". */
static void write_without_holes(struct codec *c, struct str text)
{
	bool inside = false;

	for (size_t i = 0; i < text.len; i++) {
		inside &= text.ptr[i] != '}';
		if (!inside)
			out_char(c->out, text.ptr[i]);
		inside |= text.ptr[i] == '{';
	}
	out_char(c->out, '\0');
}

void codec_str(struct codec *c, struct str *value)
{
	uint64_t len = value->len;

	if (c->no_holes) {
		write_without_holes(c, *value);
		return;
	}
	codec_u64(c, &len);
	if (c->out) {
		out_str(c->out, *value);
		return;
	}
	if (c->bad || len > c->in.len) {
		c->bad = true;
		*value = STR("");
		return;
	}
	*value = str_sub(c->in, 0, (size_t)len);
	c->in = str_sub(c->in, (size_t)len, c->in.len);
	if (c->copy)
		*value = arena_str(c->arena, *value);
}

void *codec_array(struct codec *c, const void *items, uint32_t *count, size_t size)
{
	codec_u32(c, count);
	if (c->out)
		return (void *)items;
	if (c->bad || *count > c->in.len) {
		c->bad = true;
		*count = 0;
	}
	return *count ? arena_array(c->arena, *count, size) : NULL;
}

void codec_strs(struct codec *c, const struct str **items, uint32_t *count)
{
	struct str *strs = codec_array(c, *items, count, sizeof(**items));

	for (uint32_t i = 0; i < *count; i++)
		codec_str(c, &strs[i]);
	if (!c->out)
		*items = strs;
}

void codec_span(struct codec *c, struct span *at)
{
	if (c->semantic)
		return;
	codec_u32(c, &at->start);
	codec_u32(c, &at->end);
	codec_u32(c, &at->line);
	codec_u32(c, &at->column);
	codec_u32(c, &at->end_line);
}

void codec_excerpt(struct codec *c, struct str *text)
{
	if (!c->semantic)
		codec_str(c, text);
}

void codec_text(struct codec *c, struct str *text)
{
	char quote = 0;

	if (!c->semantic) {
		codec_str(c, text);
		return;
	}
	for (size_t i = 0; i < text->len; i++) {
		char byte = text->ptr[i];

		if (quote)
			quote = byte == quote ? 0 : quote;
		else if (byte == '\'' || byte == '"')
			quote = byte;
		else if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r')
			continue;
		out_char(c->out, byte);
	}
	out_char(c->out, '\0');
}
