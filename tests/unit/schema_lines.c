#include "tests/unit/schema_lines.h"

#include "core/base/out.h"
#include "core/base/vec.h"

#include <stdlib.h>

struct writer {
	struct arena *arena;
	bool data;
	struct str table;
	VEC(struct str) lines;
};

static void line(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void line(struct writer *w, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*vec_push(w->arena, &w->lines) = arena_vprintf(w->arena, format, args);
	va_end(args);
}

static struct str names(struct writer *w, const struct str *all, uint32_t count)
{
	struct str text = {NULL, 0};

	for (uint32_t i = 0; i < count; i++)
		text = arena_printf(w->arena, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? "," : "",
				    STR_ARG(all[i]));
	return text;
}

/* "-5" on top of "+5": one statement that undoes the other. */
static bool cancels(struct str above, struct str below)
{
	return above.len && above.len == below.len && above.ptr[0] == '-' && below.ptr[0] == '+' &&
	       str_eq(str_sub(above, 1, above.len), str_sub(below, 1, below.len));
}

/* The token without casts, and without pairs of statements whose texts say that they cancel out. */
static struct str token_text(struct writer *w, const struct token *t)
{
	struct str above[TOKEN_DEPTH + 1];
	uint32_t count = 0, at;
	bool cut = false;

	for (;; t = t->from[0]) {
		if (t->kind == TOKEN_COPIED || t->kind == TOKEN_CAST)
			continue;
		if (t->kind == TOKEN_CUT) {
			cut = true;
			continue;
		}
		if (!t->count || !t->op || str_empty(t->op->text))
			break;
		at = 0;
		while (at < count && !cancels(above[at], t->op->text))
			at++;
		if (at == count)
			above[count++] = t->op->text;
		else
			above[at] = above[--count];
	}
	return arena_printf(w->arena, "%p %d%s " STR_FMT, (const void *)t, (int)t->kind,
			    cut ? " cut" : "", STR_ARG(names(w, above, count)));
}

static void put_column(struct writer *w, const struct table_column *c)
{
	line(w, STR_FMT "." STR_FMT " type " STR_FMT " null %d default %d " STR_FMT " always %d",
	     STR_ARG(w->table), STR_ARG(c->name), STR_ARG(c->type ? c->type->text : STR("?")),
	     (int)c->nullable, (int)c->server_default.kind, STR_ARG(c->server_default.text),
	     (int)c->server_default.always);
	line(w, STR_FMT "." STR_FMT " comment " STR_FMT " sequence " STR_FMT, STR_ARG(w->table),
	     STR_ARG(c->name), STR_ARG(c->comment), STR_ARG(c->sequence));
	if (w->data)
		line(w, STR_FMT "." STR_FMT " values " STR_FMT, STR_ARG(w->table), STR_ARG(c->name),
		     STR_ARG(token_text(w, c->values)));
}

static void put_key(struct writer *w, const struct constraint *k)
{
	const struct reference *r = &k->references;

	line(w,
	     STR_FMT " key " STR_FMT " %d (" STR_FMT ") to " STR_FMT "(" STR_FMT ") " STR_FMT
		     " " STR_FMT " if " STR_FMT " %d%d%d " STR_FMT,
	     STR_ARG(w->table), STR_ARG(k->name), (int)k->kind,
	     STR_ARG(names(w, k->columns, k->column_count)), STR_ARG(r->table),
	     STR_ARG(names(w, r->columns, r->column_count)), STR_ARG(r->ondelete),
	     STR_ARG(r->onupdate), STR_ARG(k->condition), k->not_valid, k->deferrable,
	     k->nulls_not_distinct, STR_ARG(k->initially));
}

static void put_index(struct writer *w, const struct index *i)
{
	line(w, STR_FMT " index " STR_FMT " (" STR_FMT ") %d where " STR_FMT " by " STR_FMT,
	     STR_ARG(w->table), STR_ARG(i->name), STR_ARG(names(w, i->columns, i->column_count)),
	     i->unique, STR_ARG(i->where), STR_ARG(i->method));
}

static void put_table(struct writer *w, const struct table *t)
{
	line(w, STR_FMT " called " STR_FMT " comment " STR_FMT " %d%d", STR_ARG(w->table),
	     STR_ARG(t->name), STR_ARG(t->comment), t->assumed, t->doubted);
	if (w->data)
		line(w, STR_FMT " rows " STR_FMT, STR_ARG(w->table),
		     STR_ARG(token_text(w, t->rows)));
	for (uint32_t i = 0; i < t->column_count; i++)
		put_column(w, t->columns[i]);
	for (uint32_t i = 0; i < t->key_count; i++)
		put_key(w, &t->keys[i]->def);
	for (uint32_t i = 0; i < t->index_count; i++)
		put_index(w, &t->indexes[i]->def);
}

static void put_objects(struct writer *w, struct pmap objects)
{
	struct pmap_cursor at = pmap_begin(objects);

	while (pmap_next(&at)) {
		const struct schema_object *o = at.value;

		line(w,
		     "object %d " STR_FMT " called " STR_FMT " of " STR_FMT "." STR_FMT " (" STR_FMT
		     ") " STR_FMT,
		     (int)o->kind, STR_ARG(at.key), STR_ARG(o->name), STR_ARG(o->table),
		     STR_ARG(o->column), STR_ARG(names(w, o->labels, o->label_count)),
		     STR_ARG(o->text));
	}
}

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct str schema_lines(struct arena *a, const struct schema *s, bool data)
{
	struct writer w = {.arena = a, .data = data};
	struct pmap_cursor at = pmap_begin(s->tables);
	struct out joined;
	struct str text;

	while (pmap_next(&at)) {
		w.table = at.key;
		put_table(&w, at.value);
	}
	at = pmap_begin(s->indexes);
	while (pmap_next(&at))
		line(&w, "index " STR_FMT " of " STR_FMT, STR_ARG(at.key),
		     STR_ARG(*(const struct str *)at.value));
	for (int kind = 0; kind < SCHEMA_OBJECT_KINDS; kind++)
		put_objects(&w, s->objects[kind]);
	if (w.lines.count)
		qsort(w.lines.items, w.lines.count, sizeof(*w.lines.items), by_bytes);
	out_init_buffer(&joined, SIZE_MAX);
	for (uint32_t i = 0; i < w.lines.count; i++) {
		out_str(&joined, w.lines.items[i]);
		out_str(&joined, STR("\n"));
	}
	text = arena_str(a, out_content(&joined));
	out_release(&joined);
	return text;
}
