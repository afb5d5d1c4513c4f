#include "random_migration.h"

#include <inttypes.h>

/* A field was added: it belongs into the random value, the description and test_codec's table. */
#if defined(__x86_64__)
_Static_assert(sizeof(struct column_default) == 48, "extend the tests of the codec");
_Static_assert(sizeof(struct type_variant) == 56, "extend the tests of the codec");
_Static_assert(sizeof(struct coltype) == 120, "extend the tests of the codec");
_Static_assert(sizeof(struct reference) == 136, "extend the tests of the codec");
_Static_assert(sizeof(struct column) == 344, "extend the tests of the codec");
_Static_assert(sizeof(struct constraint) == 256, "extend the tests of the codec");
_Static_assert(sizeof(struct index) == 120, "extend the tests of the codec");
_Static_assert(sizeof(struct filter) == 56, "extend the tests of the codec");
_Static_assert(sizeof(struct reflection) == 104, "extend the tests of the codec");
_Static_assert(sizeof(struct op) == 296, "extend the tests of the codec");
_Static_assert(sizeof(struct guard) == 80, "extend the tests of the codec");
_Static_assert(sizeof(struct body) == 72, "extend the tests of the codec");
_Static_assert(sizeof(struct suppression) == 48, "extend the tests of the codec");
_Static_assert(sizeof(struct migration) == 432, "extend the tests of the codec");
_Static_assert(sizeof(struct lookup) == 40, "extend the tests of the codec");
#endif

uint32_t rng_below(struct rng *rng, uint32_t limit)
{
	rng->state ^= rng->state >> 12;
	rng->state ^= rng->state << 25;
	rng->state ^= rng->state >> 27;
	return (uint32_t)((rng->state * UINT64_C(0x2545f4914f6cdd1d)) >> 32) % limit;
}

struct maker {
	struct rng *rng;
	struct arena *arena;
};

static uint32_t below(struct maker *m, uint32_t limit)
{
	return rng_below(m->rng, limit);
}

static bool often(struct maker *m)
{
	return below(m, 3) != 0;
}

/* Small numbers mostly, and the largest. */
static uint32_t number(struct maker *m)
{
	static const uint32_t ends[] = {0, 127, 128, 16383, 16384, UINT32_MAX};

	return below(m, 4) ? below(m, 300) : ends[below(m, 6)];
}

static struct str text(struct maker *m)
{
	static const struct str some[] = {
		STR_INIT(""),     STR_INIT("users"),       STR_INIT("{schema}_x"), STR_INIT("a\0b"),
		STR_INIT("\xff"), STR_INIT("caf\xc3\xa9"), STR_INIT("x\ny"),
	};
	uint32_t which = below(m, 9);
	char *bytes;
	size_t len;

	if (which < sizeof(some) / sizeof(some[0]))
		return some[which];
	len = which == 7 ? below(m, 12) : below(m, 16) ? 0 : below(m, 200);
	bytes = arena_alloc(m->arena, len + 1);
	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)below(m, 256);
	return (struct str){bytes, len};
}

static const struct str *texts(struct maker *m, uint32_t *ret_count)
{
	uint32_t count = below(m, 3);
	struct str *all = arena_array(m->arena, count + 1, sizeof(*all));

	for (uint32_t i = 0; i < count; i++)
		all[i] = text(m);
	*ret_count = count;
	return count ? all : NULL;
}

static struct span span(struct maker *m)
{
	return (struct span){number(m), number(m), number(m), number(m), number(m)};
}

static const struct type_variant *variants(struct maker *m, uint32_t *ret_count)
{
	struct type_variant *all = arena_array(m->arena, 3, sizeof(*all));

	*ret_count = below(m, 3);
	for (uint32_t i = 0; i < *ret_count; i++)
		all[i] = (struct type_variant){
			.dialects = below(m, DIALECT_ALL + 1),
			.name = text(m),
			.text = text(m),
			.length = number(m),
			.scale = -1,
		};
	return all;
}

static const struct coltype *coltype(struct maker *m)
{
	struct coltype *t = arena_new(m->arena, struct coltype);

	if (!often(m))
		return NULL;
	t->name = text(m);
	t->text = text(m);
	t->length = often(m) ? -1 : (int64_t)number(m) << below(m, 31);
	t->scale = often(m) ? INT64_MIN : INT64_MAX;
	t->enum_name = text(m);
	t->enum_schema = text(m);
	t->labels = texts(m, &t->label_count);
	t->create_type = below(m, TRI_YES + 1);
	t->native = below(m, TRI_YES + 1);
	t->variants = variants(m, &t->variant_count);
	return t;
}

static struct column_default column_default(struct maker *m)
{
	struct column_default d = {
		.kind = below(m, DEFAULT_UNKNOWN + 1),
		.always = below(m, TRI_YES + 1),
		.stored = below(m, TRI_YES + 1),
		.text = text(m),
	};

	d.refers = texts(m, &d.refer_count);
	return d;
}

static struct reference reference(struct maker *m)
{
	struct reference r = {.table = text(m), .schema = text(m)};

	r.columns = texts(m, &r.column_count);
	r.ondelete = text(m);
	r.onupdate = text(m);
	r.match = text(m);
	r.name = text(m);
	r.initially = text(m);
	r.deferrable = below(m, TRI_YES + 1);
	r.use_alter = below(m, 2);
	return r;
}

static struct column column(struct maker *m)
{
	struct column c = {
		.name = text(m),
		.type = coltype(m),
		.existing_type = coltype(m),
		.nullable = below(m, TRI_YES + 1),
		.existing_nullable = below(m, TRI_YES + 1),
		.server_default = column_default(m),
		.existing_server_default = column_default(m),
		.references = reference(m),
		.comment = text(m),
		.existing_comment = text(m),
		.using = text(m),
		.autoincrement = below(m, TRI_YES + 1),
		.primary_key = below(m, 2),
		.unique = below(m, 2),
		.index = below(m, 2),
		.python_default = below(m, 2),
		.system = below(m, 2),
		.copies = below(m, 2),
		.casts = below(m, 2),
	};

	c.sources = texts(m, &c.source_count);
	return c;
}

static struct constraint constraint(struct maker *m)
{
	struct constraint k = {.kind = below(m, CONSTRAINT_EXCLUDE + 1), .name = text(m)};

	k.columns = texts(m, &k.column_count);
	k.references = reference(m);
	k.condition = text(m);
	k.initially = text(m);
	k.method = text(m);
	k.where = text(m);
	k.include = texts(m, &k.include_count);
	k.not_valid = below(m, 2);
	k.deferrable = below(m, 2);
	k.using_index = below(m, 2);
	k.nulls_not_distinct = below(m, 2);
	return k;
}

static struct index index_of(struct maker *m)
{
	struct index i = {.name = text(m), .method = text(m), .where = text(m)};

	i.columns = texts(m, &i.column_count);
	i.include = texts(m, &i.include_count);
	i.operators = texts(m, &i.operator_count);
	i.options = text(m);
	i.unique = below(m, 2);
	i.concurrently = below(m, 2);
	i.nulls_not_distinct = below(m, 2);
	return i;
}

static struct reflection reflection(struct maker *m)
{
	struct filter *filters = arena_array(m->arena, 3, sizeof(*filters));
	struct reflection r = {
		.what = below(m, REFLECTED_CHECK_CONSTRAINTS + 1),
		.first = below(m, 2),
		.partial = below(m, 2),
		.schema = text(m),
		.table = text(m),
		.filters = filters,
		.filter_count = below(m, 3),
		.replaced = text(m),
		.by = text(m),
		.unnamed = text(m),
	};

	for (uint32_t i = 0; i < r.filter_count; i++) {
		filters[i].relation = below(m, FILTER_RELATIONS);
		filters[i].negated = below(m, 2);
		filters[i].attribute = text(m);
		filters[i].values = texts(m, &filters[i].value_count);
		filters[i].what = below(m, REFLECTED_CHECK_CONSTRAINTS + 1);
		filters[i].table = text(m);
	}
	return r;
}

#define MAKE_OPTIONAL(type, make)                                                                  \
	static const struct type *optional_##type(struct maker *m)                                 \
	{                                                                                          \
		struct type *made = arena_new(m->arena, struct type);                              \
                                                                                                   \
		*made = make(m);                                                                   \
		return below(m, 2) ? made : NULL;                                                  \
	}
MAKE_OPTIONAL(column, column)
MAKE_OPTIONAL(constraint, constraint)
MAKE_OPTIONAL(index, index_of)
MAKE_OPTIONAL(reflection, reflection)

static struct op op(struct maker *m, uint32_t guards)
{
	struct column *columns = arena_array(m->arena, 3, sizeof(*columns));
	struct constraint *constraints = arena_array(m->arena, 3, sizeof(*constraints));
	struct op o = {
		.kind = below(m, OP_KIND_COUNT),
		.flags = number(m),
		.guard = below(m, guards + 1),
		.meaning = number(m),
		.dialects = below(m, DIALECT_ALL + 1),
		.at = span(m),
		.excerpt = text(m),
		.via = text(m),
		.trace = text(m),
		.schema = text(m),
		.table = text(m),
		.name = text(m),
		.to = text(m),
		.column = optional_column(m),
		.columns = columns,
		.column_count = below(m, 3),
		.constraint = optional_constraint(m),
		.constraints = constraints,
		.constraint_count = below(m, 3),
		.index = optional_index(m),
		.type = coltype(m),
		.reflects = optional_reflection(m),
		.comment = text(m),
		.text = text(m),
		.condition = text(m),
	};

	o.null_columns = texts(m, &o.null_count);
	for (uint32_t i = 0; i < o.column_count; i++)
		columns[i] = column(m);
	for (uint32_t i = 0; i < o.constraint_count; i++)
		constraints[i] = constraint(m);
	return o;
}

static struct body body(struct maker *m)
{
	uint32_t guard_count = below(m, 5), op_count = below(m, 4);
	struct guard *guards = arena_array(m->arena, 5, sizeof(*guards));
	struct op *ops = arena_array(m->arena, 6, sizeof(*ops));

	for (uint32_t i = 0; i < guard_count; i++)
		guards[i] = (struct guard){
			.kind = below(m, GUARD_DATA + 1),
			.negated = below(m, 2),
			.absent = below(m, 2),
			.meaning = number(m),
			.outer = below(m, i + 1),
			.dialects = below(m, DIALECT_ALL + 1),
			.object = text(m),
			.text = text(m),
			.at = span(m),
		};
	for (uint32_t i = 0; i < op_count; i++)
		ops[i] = op(m, guard_count);
	return (struct body){
		below(m, BODY_OPS + 1), span(m), text(m), ops, op_count, guards, guard_count};
}

static const struct suppression *suppressions(struct maker *m, uint32_t *ret_count)
{
	struct suppression *all = arena_array(m->arena, 4, sizeof(*all));

	*ret_count = below(m, 4);
	for (uint32_t i = 0; i < *ret_count; i++)
		all[i] = (struct suppression){below(m, SUPPRESSION_MRT + 1), number(m), below(m, 2),
					      text(m), text(m)};
	return all;
}

static const struct lookup *lookups(struct maker *m, uint32_t *ret_count)
{
	struct lookup *all = arena_array(m->arena, 4, sizeof(*all));

	*ret_count = below(m, 4);
	for (uint32_t i = 0; i < *ret_count; i++)
		all[i] = (struct lookup){text(m), below(m, MODULE_FOLDER + 1), text(m)};
	return all;
}

static struct fact_place *fact_places(struct maker *m, uint32_t *ret_count)
{
	struct fact_place *made;

	*ret_count = below(m, FACT_COUNT);
	made = arena_array(m->arena, *ret_count, sizeof(*made));
	for (uint32_t i = 0; i < *ret_count; i++)
		made[i] = (struct fact_place){i, span(m), text(m)};
	return made;
}

const struct migration *random_migration(struct rng *rng, struct arena *arena)
{
	struct maker m = {rng, arena};
	struct migration *made = arena_new(arena, struct migration);

	made->status = below(&m, MIGRATION_UNPARSABLE + 1);
	made->framework = text(&m);
	made->problem = span(&m);
	made->problem_text = text(&m);
	made->revision = text(&m);
	made->revision_at = span(&m);
	made->revision_excerpt = text(&m);
	made->parents = texts(&m, &made->parent_count);
	made->depends_on = texts(&m, &made->depends_count);
	made->labels = texts(&m, &made->label_count);
	made->parents_unknown = below(&m, 2);
	made->message = text(&m);
	made->body[UP] = body(&m);
	made->body[DOWN] = body(&m);
	made->facts = number(&m);
	made->fact_places = fact_places(&m, &made->fact_place_count);
	made->dialect_hints = below(&m, DIALECT_ALL + 1);
	made->dialect_evidence = text(&m);
	made->suppressions = suppressions(&m, &made->suppression_count);
	made->lookups = lookups(&m, &made->lookup_count);
	return made;
}
