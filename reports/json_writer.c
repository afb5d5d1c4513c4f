#include "reports/json_writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const struct str replacement = STR_INIT("\xef\xbf\xbd");

static void *need(void *made)
{
	if (!made) {
		fputs("tidemark: out of memory\n", stderr);
		abort();
	}
	return made;
}

const char *json_text(struct arena *a, struct str s)
{
	size_t len = 0;
	char *text;

	if (str_is_utf8(s) && str_chr(s, '\0') < 0)
		return arena_str(a, s).ptr;
	text = arena_alloc(a, s.len * replacement.len + 1);
	for (size_t at = 0; at < s.len;) {
		size_t width = s.ptr[at] ? str_utf8_at(s, at) : 0;
		struct str piece = width ? str_sub(s, at, at + width) : replacement;

		memcpy(text + len, piece.ptr, piece.len);
		len += piece.len;
		at += width ? width : 1;
	}
	return text;
}

cJSON *json_object(void)
{
	return need(cJSON_CreateObject());
}

cJSON *json_array(void)
{
	return need(cJSON_CreateArray());
}

cJSON *json_string(struct arena *a, struct str s)
{
	return need(cJSON_CreateStringReference(json_text(a, s)));
}

cJSON *json_strings(struct arena *a, const struct str *items, uint32_t count)
{
	cJSON *array = json_array();

	for (uint32_t i = 0; i < count; i++)
		json_push(array, json_string(a, items[i]));
	return array;
}

cJSON *json_hex(struct arena *a, uint64_t value)
{
	return json_string(a, arena_printf(a, "%016" PRIx64, value));
}

void json_add(cJSON *object, const char *key, cJSON *item)
{
	if (!cJSON_AddItemToObjectCS(object, key, item))
		need(NULL);
}

void json_add_str(cJSON *object, struct arena *a, const char *key, struct str s)
{
	json_add(object, key, json_string(a, s));
}

void json_add_str_or_null(cJSON *object, struct arena *a, const char *key, struct str s)
{
	json_add(object, key, s.len ? json_string(a, s) : need(cJSON_CreateNull()));
}

/* As text: cJSON's own numbers are doubles, and print 10^15 as 1e+15. */
static cJSON *number(struct arena *a, uint64_t value)
{
	return need(cJSON_CreateRaw(arena_printf(a, "%" PRIu64, value).ptr));
}

void json_add_u64(cJSON *object, struct arena *a, const char *key, uint64_t value)
{
	json_add(object, key, number(a, value));
}

void json_add_line(cJSON *object, struct arena *a, const char *key, uint32_t line)
{
	json_add(object, key, line ? number(a, line) : need(cJSON_CreateNull()));
}

void json_add_bool(cJSON *object, const char *key, bool value)
{
	json_add(object, key, need(cJSON_CreateBool(value)));
}

void json_add_null(cJSON *object, const char *key)
{
	json_add(object, key, need(cJSON_CreateNull()));
}

void json_push(cJSON *array, cJSON *item)
{
	if (!cJSON_AddItemToArray(array, item))
		need(NULL);
}

/*
 * The character at `at` if it must not reach a terminal as it is; 0 otherwise. The text is valid
 * UTF-8 and has no C0 controls left: cJSON has escaped them.
 */
static unsigned unsafe_at(const unsigned char *p, size_t *ret_width)
{
	unsigned c;

	*ret_width = 1;
	if (p[0] == 0x7f)
		return 0x7f;
	if (p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f) {
		*ret_width = 2;
		return p[1];
	}
	if (p[0] == 0xd8 && p[1] == 0x9c) {
		*ret_width = 2;
		return 0x061c;
	}
	if (p[0] != 0xe2 || (p[1] != 0x80 && p[1] != 0x81))
		return 0;
	*ret_width = 3;
	c = 0x2000u | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	return c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
			       (c >= 0x2066 && c <= 0x2069)
		       ? c
		       : 0;
}

static void write_text(struct out *out, const char *text, size_t len)
{
	size_t from = 0;

	for (size_t at = 0; at < len; at++) {
		unsigned char lead = (unsigned char)text[at];
		size_t width;
		unsigned c;

		if (lead != 0x7f && lead != 0xc2 && lead != 0xd8 && lead != 0xe2)
			continue; /* nearly every byte */
		c = unsafe_at((const unsigned char *)text + at, &width);
		if (!c)
			continue;
		out_bytes(out, text + from, at - from);
		out_printf(out, "\\u%04x", c);
		from = at + width;
		at = from - 1;
	}
	out_bytes(out, text + from, len - from);
}

static void print(struct out *out, cJSON *tree, size_t without)
{
	char *text = need(cJSON_PrintBuffered(tree, 1024, false));

	write_text(out, text, strlen(text) - without);
	cJSON_free(text);
	cJSON_Delete(tree);
}

void json_write(struct out *out, cJSON *tree)
{
	print(out, tree, 0);
}

void json_write_open(struct out *out, cJSON *object)
{
	print(out, object, 1);
}

struct json_list json_list_open(struct out *out, const char *key)
{
	if (key)
		out_printf(out, ",\"%s\":", key);
	out_char(out, '[');
	return (struct json_list){out, false};
}

void json_list_item(struct json_list *list)
{
	out_str(list->out, list->any ? STR(",\n") : STR("\n"));
	list->any = true;
}

void json_list_close(struct json_list *list)
{
	out_char(list->out, ']');
}
