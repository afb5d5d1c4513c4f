#include "frontends/python/value.h"

#include "core/base/limits.h"

/*
 * What a value comes to, as a number: names of variables, layout and comments do not count, what is
 * called, compared and written does.
 */

enum {
	MEANING_VALUES = 256,
	MEANING_BYTES = 64 *
			1024, /* of texts, together; of what comes after, only its length counts */
	BYTES_PER_VALUE = 64, /* as far as the cost goes */
};

#define MIX UINT64_C(0x9e3779b97f4a7c15)

struct meaning {
	uint64_t hash;
	uint32_t left, bytes;
};

static void add_number(struct meaning *m, int64_t number)
{
	m->hash = (m->hash ^ (uint64_t)number) * MIX;
	m->hash ^= m->hash >> 32;
}

static void add_text(struct meaning *m, struct str text)
{
	add_number(m, (int64_t)text.len);
	text = str_sub(text, 0, MEANING_BYTES - m->bytes);
	m->bytes += (uint32_t)text.len;
	m->hash = str_hash_quick(text, m->hash);
}

/* A text in which {…} stands for what the value's items are. */
static void add_template(struct meaning *m, struct str text)
{
	ptrdiff_t open, close;

	while ((open = str_chr(text, '{')) >= 0) {
		add_text(m, str_sub(text, 0, (size_t)open));
		text = str_sub(text, (size_t)open, text.len);
		close = str_chr(text, '}');
		text = str_sub(text, close < 0 ? text.len : (size_t)close + 1, text.len);
	}
	add_text(m, text);
}

static void add(struct meaning *m, const struct value *v, int depth)
{
	if (!v || !m->left || depth > LIMIT_EVAL_DEPTH) {
		add_number(m, -1);
		return;
	}
	m->left--;
	add_number(m, v->kind);
	if (v->kind == VALUE_BOOL || v->kind == VALUE_INT)
		add_number(m, v->number);
	else if (v->holes)
		add_template(m, v->text);
	else if (v->kind != VALUE_UNKNOWN && v->kind != VALUE_FUNCTION)
		add_text(m, v->text);
	add(m, v->base, depth + 1);
	add_number(m, v->count);
	for (uint32_t i = 0; i < v->count && m->left; i++)
		add(m, v->items[i], depth + 1);
	for (uint32_t i = 0; i < v->keyword_count && m->left; i++) {
		add_text(m, v->keywords[i].name);
		add(m, v->keywords[i].value, depth + 1);
	}
}

uint64_t value_meaning(const struct value *v, uint32_t *ret_visited)
{
	struct meaning m = {STR_HASH_SEED, MEANING_VALUES, 0};

	add(&m, v, 0);
	*ret_visited = MEANING_VALUES - m.left + m.bytes / BYTES_PER_VALUE;
	return m.hash ? m.hash : 1;
}
