/*
 * Views: what they need of a table, and what goes with them.
 */
#include "core/model/schema_edit.h"

#include <ctype.h>

static bool is_word(struct str text, size_t from, size_t len)
{
	bool before = from > 0 &&
		      (isalnum((unsigned char)text.ptr[from - 1]) || text.ptr[from - 1] == '_');
	bool after = from + len < text.len &&
		     (isalnum((unsigned char)text.ptr[from + len]) || text.ptr[from + len] == '_');

	return !before && !after;
}

/* "… AS word": what it is called, not what it is. */
static bool is_alias(struct str text, size_t at)
{
	return at >= 4 && str_eq_nocase(str_sub(text, at - 3, at), STR("as ")) &&
	       !isalnum((unsigned char)text.ptr[at - 4]);
}

static bool find_word(struct str text, struct str word, bool alias)
{
	for (size_t from = 0; !str_empty(word) && from < text.len;) {
		ptrdiff_t at = str_find_nocase(str_sub(text, from, text.len), word);

		if (at < 0)
			return false;
		from += (size_t)at;
		if (is_word(text, from, word.len) && (alias || !is_alias(text, from)))
			return true;
		from += word.len;
	}
	return false;
}

bool text_has_word(struct str text, struct str word)
{
	return find_word(text, word, true);
}

void views_refuse(struct edit *e, struct str column)
{
	struct pmap *views = &e->r->now.objects[SCHEMA_VIEW];
	struct pmap_cursor at = pmap_begin(*views);

	if (e->r->dialect != DIALECT_POSTGRESQL)
		return;
	while (pmap_next(&at)) {
		const struct schema_object *view = at.value;

		if (!edit_spend(e, 4 * view->text.len)) /* searching costs more than copying */
			return;
		if (!find_word(view->text, e->op->table, false) ||
		    (!str_empty(column) && !find_word(view->text, column, false)))
			continue;
		if ((e->op->flags & OPF_CASCADE) && e->op->kind != OP_ALTER_TYPE)
			*views = pmap_remove(e->r->arena, *views, at.key);
		else
			edit_fail(e, "view " STR_FMT " needs it", STR_ARG(at.key));
	}
}

void view_drop_indexes(struct edit *e, struct str key)
{
	const struct table *t = schema_table(&e->r->now, key);
	struct schema *now = &e->r->now;

	if (!t || !t->assumed)
		return;
	for (uint32_t i = 0; i < t->index_count; i++)
		now->indexes = pmap_remove(
			e->r->arena, now->indexes,
			schema_key(e->r->arena, e->r->dialect, t->schema, t->indexes[i]->def.name));
	now->tables = pmap_remove(e->r->arena, now->tables, key);
}
