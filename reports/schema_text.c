#include "reports/schema_view.h"
#include "reports/text_layout.h"

struct printing {
	struct arena *scratch;
	struct out *out;
};

static void put(struct printing *p, const char *before, struct str s)
{
	out_printf(p->out, "%s" STR_FMT, before, STR_ARG(text_clean(p->scratch, s)));
}

static void put_names(struct printing *p, const struct str *names, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		put(p, i ? ", " : " (", names[i]);
	if (count)
		out_char(p->out, ')');
}

static void put_column(struct printing *p, const struct table_column *c)
{
	put(p, "         ", c->name);
	put(p, " ", c->type ? c->type->text : STR("?"));
	if (c->nullable == TRI_NO)
		out_str(p->out, STR(" NOT NULL"));
	switch (c->server_default.kind) {
	case DEFAULT_LITERAL:
		put(p, " DEFAULT '", c->server_default.text);
		out_char(p->out, '\'');
		break;
	case DEFAULT_EXPRESSION:
		put(p, " DEFAULT ", c->server_default.text);
		break;
	case DEFAULT_IDENTITY:
		out_str(p->out, STR(" IDENTITY"));
		break;
	case DEFAULT_COMPUTED:
		put(p, " GENERATED ", c->server_default.text);
		break;
	default:
		break;
	}
	out_str(p->out, c->assumed ? STR(" (assumed)\n") : STR("\n"));
}

static void put_key(struct printing *p, const struct table_key *key)
{
	const struct constraint *def = &key->def;

	put(p, "         ", constraint_kind_name(def->kind));
	put(p, " ", str_empty(def->name) ? STR("(unnamed)") : def->name);
	put_names(p, def->columns, def->column_count);
	if (def->kind == CONSTRAINT_FOREIGN_KEY) {
		put(p, " REFERENCES ", def->references.table);
		put_names(p, def->references.columns, def->references.column_count);
		if (!str_empty(def->references.ondelete))
			put(p, " ON DELETE ", def->references.ondelete);
	}
	if (!str_empty(def->condition))
		put(p, " ", def->condition);
	out_str(p->out, def->not_valid ? STR(" NOT VALID\n") : STR("\n"));
}

static void put_index(struct printing *p, const struct table_index *index)
{
	out_str(p->out, index->def.unique ? STR("         unique index") : STR("         index"));
	put(p, " ", index->def.name);
	put_names(p, index->def.columns, index->def.column_count);
	if (!str_empty(index->def.where))
		put(p, " WHERE ", index->def.where);
	out_char(p->out, '\n');
}

static void put_table(struct printing *p, struct str key, const struct table *t)
{
	put(p, "      table ", key);
	out_str(p->out, t->assumed ? STR(" (assumed: it may have more)\n") : STR("\n"));
	for (uint32_t i = 0; i < t->column_count; i++)
		put_column(p, t->columns[i]);
	for (uint32_t i = 0; i < t->key_count; i++)
		put_key(p, t->keys[i]);
	for (uint32_t i = 0; i < t->index_count; i++)
		put_index(p, t->indexes[i]);
}

static void put_object(struct printing *p, struct str key, const struct schema_object *o)
{
	put(p, "      ", object_kind_name(o->kind));
	put(p, " ", key);
	put_names(p, o->labels, o->label_count);
	out_char(p->out, '\n');
}

void schema_text(const struct schema *s, const struct schema *other, struct arena *scratch,
		 struct out *out)
{
	struct printing p = {scratch, out};
	struct pmap_cursor at = pmap_begin(s->tables);
	struct arena_mark mark = arena_mark(scratch);
	uint32_t same = 0, told = 0;

	while (pmap_next(&at)) {
		if (other && pmap_get(other->tables, at.key) == at.value) {
			same++;
			continue;
		}
		put_table(&p, at.key, at.value);
		arena_rewind(scratch, mark);
		told++;
	}
	for (int kind = 0; kind < SCHEMA_OBJECT_KINDS; kind++) {
		at = pmap_begin(s->objects[kind]);
		while (pmap_next(&at)) {
			if (other && pmap_get(other->objects[kind], at.key) == at.value)
				continue;
			put_object(&p, at.key, at.value);
			arena_rewind(scratch, mark);
			told++;
		}
	}
	if (same)
		out_printf(out, "      %u %stables that stay as they are\n", same,
			   told ? "other " : "");
	else if (!told)
		out_str(out, STR("      nothing\n"));
}
