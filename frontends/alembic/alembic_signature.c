#include "frontends/alembic/alembic_operation.h"

/*
 * Calls that Python or Alembic refuses on any database: the signatures, as far as all supported
 * releases agree.
 */

enum others { NONE, ANY };

static const struct signature {
	struct str operation;
	bool batch;
	uint32_t required, positional;
	struct str parameters;
	enum others others;
	struct str refused;
} signatures[] = {
#define SIGNATURE(operation, required, positional, parameters, others, refused)                    \
	{STR_INIT(operation),  false,  required,         positional,                               \
	 STR_INIT(parameters), others, STR_INIT(refused)},
#define BATCH_SIGNATURE(operation, required, positional, parameters, others, refused)              \
	{STR_INIT(operation),  true,   required,         positional,                               \
	 STR_INIT(parameters), others, STR_INIT(refused)},
#include "frontends/alembic/alembic_signature.def"
#undef SIGNATURE
#undef BATCH_SIGNATURE
};

/* Old releases took these names as well: who pins one of them knows why. */
static const struct str older[] = {
	STR_INIT("name"), STR_INIT("tablename"), STR_INIT("source"),     STR_INIT("referent"),
	STR_INIT("type"), STR_INIT("cols"),      STR_INIT("local_cols"),
};

static const struct signature *signature_of(struct str operation, bool batch)
{
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++)
		if (signatures[i].batch == batch && str_eq(signatures[i].operation, operation))
			return &signatures[i];
	return NULL;
}

/* The place of a name in a list of them; -1: it is not there. */
static int place_in(struct str list, struct str name)
{
	struct str word = STR("");

	for (int at = 0; str_split(&list, ' ', &word); at++)
		if (str_eq(word, name))
			return at;
	return -1;
}

static struct str parameter_at(const struct signature *s, uint32_t place)
{
	struct str list = s->parameters, word = STR("");

	for (uint32_t at = 0; str_split(&list, ' ', &word); at++)
		if (at == place)
			return word;
	return STR("?");
}

static bool is_older(const struct signature *s, struct str name)
{
	if (place_in(s->parameters, name) >= 0)
		return false;
	for (size_t i = 0; i < sizeof(older) / sizeof(older[0]); i++)
		if (str_eq(older[i], name))
			return true;
	return false;
}

static struct str refused_keyword(struct operation *o, const struct signature *s)
{
	const struct value *call = o->call;

	for (uint32_t i = 0; i < call->keyword_count; i++) {
		struct str name = call->keywords[i].name;
		int place = place_in(s->parameters, name);

		if (place >= 0 ? (uint32_t)place < call->count && (uint32_t)place < s->positional
			       : place_in(s->refused, name) >= 0)
			return arena_printf(o->a->arena,
					    STR_FMT "() gets more than one value for " STR_FMT,
					    STR_ARG(s->operation), STR_ARG(name));
		if (place < 0 && s->others == NONE)
			return arena_printf(o->a->arena,
					    STR_FMT "() takes no argument named " STR_FMT,
					    STR_ARG(s->operation), STR_ARG(name));
	}
	return STR("");
}

static struct str missing_argument(struct operation *o, const struct signature *s)
{
	for (uint32_t i = o->call->count; i < s->required; i++) {
		struct str name = parameter_at(s, i);

		if (!value_keyword(o->call, name))
			return arena_printf(o->a->arena, STR_FMT "() lacks its argument " STR_FMT,
					    STR_ARG(s->operation), STR_ARG(name));
	}
	return STR("");
}

/* Why the arguments do not fit; "": they do. */
static struct str misfit(struct operation *o, const struct signature *s)
{
	const struct value *call = o->call;
	struct str why;

	for (uint32_t i = 0; i < call->keyword_count; i++)
		if (is_older(s, call->keywords[i].name))
			return STR("");
	if (call->count > s->positional)
		return arena_printf(o->a->arena,
				    STR_FMT "()%s takes %u positional argument%s, %u %s given",
				    STR_ARG(s->operation), s->batch ? " of a batch" : "",
				    s->positional, s->positional == 1 ? "" : "s", call->count,
				    call->count == 1 ? "is" : "are");
	why = refused_keyword(o, s);
	return why.len ? why : missing_argument(o, s);
}

/* Does alter_column() get anything to change? Otherwise it does not look at the column. */
static bool alters(const struct value *call)
{
	static const struct str attributes[] = {STR_INIT("nullable"), STR_INIT("type_"),
						STR_INIT("server_default"),
						STR_INIT("new_column_name")};

	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		const struct value *v = value_keyword(call, attributes[i]);

		if (v && v->kind != VALUE_NONE)
			return true;
	}
	return false;
}

/* drop_column("users", sa.Column("phone", …)) */
static bool is_named_by_column(struct operation *o, const struct signature *s)
{
	struct str name = STR("column_name");
	int place = place_in(s->parameters, name);
	const struct value *v = place < 0 ? NULL : operation_arg(o, place, name);

	return v && alembic_is_column(v) &&
	       (str_eq(s->operation, STR("drop_column")) || alters(o->call));
}

bool operation_fails(struct operation *o, struct str operation)
{
	const struct signature *s = signature_of(operation, o->batch);
	struct str why, table;
	struct op *op;

	if (!s || o->partial || eval_caught(o->e))
		return false;
	why = misfit(o, s);
	if (why.len)
		why = arena_printf(o->a->arena, "TypeError: " STR_FMT, STR_ARG(why));
	else if (is_named_by_column(o, s))
		why = arena_printf(o->a->arena,
				   STR_FMT "() wants the column's name and gets a Column, which "
					   "Alembic fails on",
				   STR_ARG(s->operation));
	else
		return false;
	table = place_in(s->parameters, STR("old_table_name")) == 0 ? STR("old_table_name")
								    : operation_table_keyword(o);
	op = operation_emit_on(o, OP_FAIL, place_in(s->parameters, table), table);
	if (str_eq(op->table, STR("{?}")))
		op->table = STR("");
	op->text = why;
	return true;
}
