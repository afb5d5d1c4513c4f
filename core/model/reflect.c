#include "core/model/reflect.h"

#include "core/base/vec.h"

/* One object of a list that the inspector gives; the parts that its kind has. */
struct object {
	struct str name;
	const struct constraint *key;
	const struct index *index;
	const struct table_column *column;
};

struct objects {
	struct object *items;
	uint32_t count;
	bool known; /* there are no others, and each has a name */
};

/* ---- attributes ------------------------------------------------------------------------------- */

/* An attribute as the inspector has it. */
struct attribute {
	struct str text;
	const struct str *list; /* NULL: it is no list */
	uint32_t count;
	bool truth; /* is it not empty or false? */
};

static struct attribute text_of(struct str text)
{
	return (struct attribute){.text = text, .truth = text.len > 0};
}

static struct attribute list_of(const struct str *list, uint32_t count)
{
	static const struct str none;

	return (struct attribute){.list = list ? list : &none, .count = count, .truth = count > 0};
}

static bool attribute_of_key(const struct constraint *key, struct str name, struct attribute *ret)
{
	if (str_eq(name, STR("constrained_columns")) || str_eq(name, STR("column_names")))
		*ret = list_of(key->columns, key->column_count);
	else if (str_eq(name, STR("referred_columns")))
		*ret = list_of(key->references.columns, key->references.column_count);
	else if (str_eq(name, STR("referred_table")))
		*ret = text_of(key->references.table);
	else if (str_eq(name, STR("referred_schema")))
		*ret = text_of(key->references.schema);
	else if (str_eq(name, STR("options.ondelete")))
		*ret = text_of(key->references.ondelete);
	else if (str_eq(name, STR("options.onupdate")))
		*ret = text_of(key->references.onupdate);
	else
		return false;
	return true;
}

static struct attribute truth_of(bool yes)
{
	return (struct attribute){.text = yes ? STR("True") : STR("False"), .truth = yes};
}

/* False: it is not known. */
static bool attribute_of(const struct object *o, struct str name, struct attribute *ret)
{
	if (str_eq(name, STR("name"))) {
		*ret = text_of(o->name);
		return true;
	}
	if (o->key && attribute_of_key(o->key, name, ret))
		return true;
	if (str_eq(name, STR("unique")) && (o->index || o->key)) {
		*ret = truth_of(o->index ? o->index->unique : true);
		return true;
	}
	if (o->index && str_eq(name, STR("column_names"))) {
		*ret = list_of(o->index->columns, o->index->column_count);
		return true;
	}
	if (o->column && str_eq(name, STR("nullable")) && o->column->nullable != TRI_UNKNOWN) {
		*ret = truth_of(o->column->nullable == TRI_YES);
		return true;
	}
	return false;
}

/* Who is asked, and what they have said before. */
struct asker {
	const struct replica *replica;
	struct map *read;
};

static const struct objects *ask(const struct asker *who, const struct reflection *asked);

/* ---- filters ---------------------------------------------------------------------------------- */

static bool has(const struct str *list, uint32_t count, struct str s)
{
	for (uint32_t i = 0; i < count; i++)
		if (str_eq(list[i], s))
			return true;
	return false;
}

static bool same_list(const struct attribute *a, const struct filter *f)
{
	if (a->count != f->value_count)
		return false;
	for (uint32_t i = 0; i < a->count; i++)
		if (!str_eq(a->list[i], f->values[i]))
			return false;
	return true;
}

static enum tri tri_of(bool yes)
{
	return yes ? TRI_YES : TRI_NO;
}

static enum tri relates(const struct attribute *a, const struct filter *f)
{
	struct str first = f->value_count ? f->values[0] : STR("");

	switch (f->relation) {
	case FILTER_GIVEN:
		return tri_of(a->truth);
	case FILTER_IS:
		return tri_of(a->list ? same_list(a, f) : str_eq(a->text, first));
	case FILTER_ONE_OF:
		return a->list ? TRI_UNKNOWN : tri_of(has(f->values, f->value_count, a->text));
	case FILTER_CONTAINS:
		return tri_of(a->list ? has(a->list, a->count, first) : str_has(a->text, first));
	case FILTER_STARTS:
		return a->list ? TRI_UNKNOWN : tri_of(str_starts(a->text, first));
	case FILTER_ENDS:
		return a->list ? TRI_UNKNOWN : tri_of(str_ends(a->text, first));
	case FILTER_AMONG:
	case FILTER_RELATIONS:
		break; /* asked of others */
	}
	return TRI_UNKNOWN;
}

static bool same_set(const struct attribute *a, const struct attribute *b)
{
	for (uint32_t i = 0; i < a->count; i++)
		if (!has(b->list, b->count, a->list[i]))
			return false;
	return a->count == b->count;
}

/* Has one of other objects, those of the filter, the same columns? */
static enum tri is_among(const struct asker *who, const struct reflection *r,
			 const struct filter *f, const struct attribute *a)
{
	struct reflection asked = {.what = f->what, .schema = r->schema, .table = f->table};
	const struct objects *others = ask(who, &asked);
	struct attribute b;

	if (!a->list || !others->known || !f->value_count)
		return TRI_UNKNOWN;
	for (uint32_t i = 0; i < others->count; i++) {
		if (!attribute_of(&others->items[i], f->values[0], &b) || !b.list)
			return TRI_UNKNOWN;
		if (same_set(a, &b))
			return TRI_YES;
	}
	return TRI_NO;
}

static enum tri fulfils(const struct asker *who, const struct object *o, const struct reflection *r)
{
	enum tri all = TRI_YES;

	for (uint32_t i = 0; i < r->filter_count; i++) {
		const struct filter *f = &r->filters[i];
		struct attribute a;
		enum tri one = TRI_UNKNOWN;

		for (uint32_t j = 0; j < f->value_count; j++)
			if (f->values[j].len && !name_known(f->values[j]))
				return TRI_UNKNOWN;
		if (attribute_of(o, f->attribute, &a))
			one = f->relation == FILTER_AMONG ? is_among(who, r, f, &a)
							  : relates(&a, f);
		if (one != TRI_UNKNOWN && (one == TRI_YES) == f->negated)
			return TRI_NO;
		if (one == TRI_UNKNOWN)
			all = TRI_UNKNOWN;
	}
	return all;
}

/* ---- what is there ---------------------------------------------------------------------------- */

static bool key_is(const struct replica *r, const struct constraint *key, enum reflected what)
{
	switch (what) {
	case REFLECTED_PRIMARY_KEY:
		return key->kind == CONSTRAINT_PRIMARY_KEY;
	case REFLECTED_UNIQUE_CONSTRAINTS:
		return key->kind == CONSTRAINT_UNIQUE;
	case REFLECTED_FOREIGN_KEYS:
		return key->kind == CONSTRAINT_FOREIGN_KEY;
	case REFLECTED_CHECK_CONSTRAINTS:
		return key->kind == CONSTRAINT_CHECK;
	case REFLECTED_INDEXES: /* that of a unique constraint is listed, too */
		return key->kind == CONSTRAINT_UNIQUE && r->dialect != DIALECT_SQLITE;
	default:
		return false;
	}
}

static bool index_is(const struct replica *r, const struct index *index, enum reflected what)
{
	bool mysql = r->dialect & (DIALECT_MYSQL | DIALECT_MARIADB);

	return what == REFLECTED_INDEXES ||
	       (what == REFLECTED_UNIQUE_CONSTRAINTS && mysql && index->unique);
}

/* Objects of one kind that one table has, in the order in which they were made. */
static struct objects of_table(const struct replica *r, const struct table *t, enum reflected what)
{
	uint32_t max = t->key_count + t->index_count + t->column_count;
	struct objects all = {arena_array(r->arena, max, sizeof(*all.items)), 0, true};

	for (uint32_t i = 0; i < t->key_count; i++)
		if (key_is(r, &t->keys[i]->def, what))
			all.items[all.count++] = (struct object){.name = t->keys[i]->def.name,
								 .key = &t->keys[i]->def};
	for (uint32_t i = 0; i < t->index_count; i++)
		if (index_is(r, &t->indexes[i]->def, what))
			all.items[all.count++] = (struct object){.name = t->indexes[i]->def.name,
								 .index = &t->indexes[i]->def};
	for (uint32_t i = 0; i < t->column_count && what == REFLECTED_COLUMNS; i++)
		all.items[all.count++] = (struct object){.name = t->columns[i]->name,
							 .column = t->columns[i]};
	return all;
}

static struct objects all_tables(const struct replica *r)
{
	struct pmap_cursor at = pmap_begin(r->now.tables);
	struct objects all = {NULL, 0, true};
	uint32_t capacity = 0;

	while (pmap_next(&at)) {
		const struct table *t = at.value;

		if (t->schema.len)
			continue;
		all.items = vec_grow(r->arena, all.items, all.count, &capacity, sizeof(*all.items));
		all.items[all.count++] = (struct object){.name = t->name};
		all.known &= !t->assumed;
	}
	return all;
}

static struct objects look(const struct asker *who, const struct reflection *asked)
{
	const struct replica *r = who->replica;
	struct objects all = {0}, found = {.known = false};
	const struct table *t;

	if (asked->partial || r->now.doubt)
		return found;
	if (asked->what == REFLECTED_TABLES) {
		all = all_tables(r);
	} else {
		t = name_known(asked->table)
			    ? schema_table(&r->now, schema_key(r->arena, r->dialect, asked->schema,
							       asked->table))
			    : NULL;
		if (!t || t->assumed || t->doubted)
			return found;
		all = of_table(r, t, asked->what);
	}
	found = (struct objects){all.items, 0, all.known};
	for (uint32_t i = 0; i < all.count && found.known; i++) {
		enum tri is = fulfils(who, &all.items[i], asked);

		if (!all.items[i].name.len)
			all.items[i].name = asked->unnamed;
		found.known = is != TRI_UNKNOWN && (is == TRI_NO || name_known(all.items[i].name));
		if (is == TRI_YES && !(asked->first && found.count))
			found.items[found.count++] = all.items[i];
	}
	return found;
}

/* Two ops that ask the same have mostly looked once: a key is dropped and made again. */
static struct str question(struct arena *a, const struct reflection *r)
{
	struct str text = arena_printf(a, "%d %d %d " STR_FMT "." STR_FMT, r->what, r->first,
				       r->partial, STR_ARG(r->schema), STR_ARG(r->table));

	for (uint32_t i = 0; i < r->filter_count; i++) {
		const struct filter *f = &r->filters[i];

		text = arena_printf(a, STR_FMT "\n%d%d " STR_FMT, STR_ARG(text), f->relation,
				    f->negated, STR_ARG(f->attribute));
		for (uint32_t j = 0; j < f->value_count; j++)
			text = arena_printf(a, STR_FMT " '" STR_FMT "'", STR_ARG(text),
					    STR_ARG(f->values[j]));
		if (f->relation == FILTER_AMONG)
			text = arena_printf(a, STR_FMT " %d " STR_FMT, STR_ARG(text), f->what,
					    STR_ARG(f->table));
	}
	return text;
}

static const struct objects *ask(const struct asker *who, const struct reflection *asked)
{
	struct arena *a = who->replica->arena;
	void **known = map_put(a, who->read, question(a, asked));
	struct objects *found = *known;

	if (found)
		return found;
	/* a filter asks in its turn, and the map may have moved then; it asks for no filters */
	found = arena_new(a, struct objects);
	*found = look(who, asked);
	*map_put(a, who->read, question(a, asked)) = found;
	return found;
}

/* ---- ops -------------------------------------------------------------------------------------- */

/* A hole that reads this attribute of the object: {fk['referred_table']} */
static bool is_hole_of(struct str name, struct str attribute)
{
	return str_starts(name, STR("{")) && str_has(name, attribute);
}

static void fill(struct str *name, const struct object *o, struct str attribute, struct str key)
{
	struct attribute a;

	if (is_hole_of(*name, attribute) && attribute_of(o, key, &a) && !a.list)
		*name = a.text;
}

static void fill_list(const struct str **list, uint32_t *count, const struct object *o,
		      struct str attribute)
{
	struct attribute a;

	if (*count != 1 || !is_hole_of((*list)[0], attribute) || !attribute_of(o, attribute, &a) ||
	    !a.list)
		return;
	*list = a.list;
	*count = a.count;
}

static const struct constraint *constraint_with(struct arena *a, const struct constraint *def,
						const struct object *o)
{
	struct constraint *c = arena_new(a, struct constraint);
	struct reference *to = &c->references;

	*c = *def;
	c->name = name_known(c->name) ? c->name : o->name;
	fill_list(&c->columns, &c->column_count, o, STR("constrained_columns"));
	fill_list(&c->columns, &c->column_count, o, STR("column_names"));
	fill_list(&to->columns, &to->column_count, o, STR("referred_columns"));
	fill(&to->table, o, STR("referred_table"), STR("referred_table"));
	fill(&to->schema, o, STR("referred_schema"), STR("referred_schema"));
	fill(&to->ondelete, o, STR("ondelete"), STR("options.ondelete"));
	fill(&to->onupdate, o, STR("onupdate"), STR("options.onupdate"));
	return c;
}

static const struct index *index_with(struct arena *a, const struct index *def,
				      const struct object *o)
{
	struct index *index = arena_new(a, struct index);

	*index = *def;
	index->name = name_known(index->name) ? index->name : o->name;
	fill_list(&index->columns, &index->column_count, o, STR("column_names"));
	return index;
}

/* What the op calls the object: its name, or what the code makes of that. */
static struct str name_for(struct arena *a, const struct reflection *r, struct str name)
{
	struct str text = STR("");
	ptrdiff_t at;

	if (!r->replaced.len)
		return name;
	while ((at = str_find(name, r->replaced)) >= 0) {
		text = arena_printf(a, STR_FMT STR_FMT STR_FMT, STR_ARG(text),
				    STR_ARG(str_sub(name, 0, (size_t)at)), STR_ARG(r->by));
		name = str_sub(name, (size_t)at + r->replaced.len, name.len);
	}
	return arena_join(a, text, name);
}

static void become(struct arena *a, struct op *op, const struct object *object)
{
	struct object renamed = *object, *o = &renamed;

	renamed.name = name_for(a, op->reflects, object->name);
	if (op->reflects->what == REFLECTED_TABLES) {
		op->table = o->name;
		return;
	}
	op->reflects = NULL;
	if (!name_known(op->name))
		op->name = o->name;
	if (op->constraint)
		op->constraint = constraint_with(a, op->constraint, o);
	if (op->index)
		op->index = index_with(a, op->index, o);
	if (op->column && !name_known(op->column->name)) {
		struct column *column = arena_new(a, struct column);

		*column = *op->column;
		column->name = o->name;
		op->column = column;
	}
}

struct reflected_ops reflect_expand(const struct replica *r, struct map *read, const struct op *op)
{
	struct reflected_ops same = {op, 1};
	struct asker who = {r, read};
	const struct objects *found;
	struct op *ops;

	if (!op->reflects)
		return same;
	found = ask(&who, op->reflects);
	if (!found->known)
		return same;
	ops = arena_array(r->arena, found->count, sizeof(*ops));
	for (uint32_t i = 0; i < found->count; i++) {
		ops[i] = *op;
		become(r->arena, &ops[i], &found->items[i]);
	}
	return (struct reflected_ops){ops, found->count};
}
