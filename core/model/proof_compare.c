/*
 * S and S′: what the rollback does not bring back, or leaves behind.
 */
#include "core/model/proof_compare.h"

#define TABLE_OPS (OP_BIT(DROP_TABLE) | OP_BIT(CREATE_TABLE) | OP_BIT(RENAME_TABLE))

void compare_say(struct proving *p, enum verdict verdict, const struct subject *subject,
		 const struct op *op, enum direction direction, struct str text)
{
	struct proof_item item = {verdict, *subject, direction, op, text};

	proof_say(p, &item);
}

enum direction op_direction(const struct proving *p, const struct op *op)
{
	const struct body *down = &p->m->body[DOWN];

	return op >= down->ops && op < down->ops + down->op_count ? DOWN : UP;
}

/* The op of a body that does something to the object, the last one; NULL if none does. */
const struct op *compare_last_op(const struct body *body, struct str table, struct str name,
				 uint64_t kinds)
{
	for (uint32_t i = body->op_count; i-- > 0;) {
		const struct op *op = &body->ops[i];

		if ((kinds >> op->kind & 1) && str_eq(op->table, table) &&
		    (str_empty(name) || str_eq(op->name, name)))
			return op;
	}
	return NULL;
}

const struct op *compare_deciding(struct proving *p, struct str table, struct str name,
				  uint64_t kinds)
{
	const struct op *op = compare_last_op(&p->m->body[DOWN], table, name, kinds);

	return op ? op : compare_last_op(&p->m->body[UP], table, name, kinds);
}

/*
 * An UPDATE or DELETE of the downgrade that names its rows: what it is meant for are rows that were
 * written since the upgrade, with values that only the new schema knows.
 */
bool compare_clears_new_rows(struct proving *p, const struct op *op)
{
	if (!op || op_direction(p, op) != DOWN || str_empty(op->condition) ||
	    (op->kind != OP_UPDATE && op->kind != OP_DELETE))
		return false;
	p->clears = true;
	return true;
}

/* ---- tables ----------------------------------------------------------------------------------- */

/* False: its rows are gone, and nothing needs to be said of the values in them. */
static bool compare_rows(struct comparing *c)
{
	struct subject subject = {c->old->schema, c->old->name, STR(""), STR("")};
	const struct op *op = NULL;

	enum token_state state = token_compare(c->new->rows, c->old->rows, &op);

	if (state == TOKEN_SOME_LOST && compare_clears_new_rows(c->p, op))
		return true;
	switch (state) {
	case TOKEN_MORE:
		compare_say(c->p, VERDICT_LEFT_BEHIND, &subject, op, op_direction(c->p, op),
			    STR("rows that were inserted stay"));
		return true;
	case TOKEN_SOME_LOST:
		compare_say(c->p, VERDICT_LOSES_DATA, &subject, op, op_direction(c->p, op),
			    STR("rows that were deleted do not come back"));
		return true;
	case TOKEN_LOST:
		compare_say(c->p, VERDICT_LOSES_DATA, &subject,
			    compare_deciding(c->p, c->old->name, STR(""), OP_BIT(DROP_TABLE)), UP,
			    STR("the table comes back without its rows"));
		return false;
	case TOKEN_DOUBTFUL:
		compare_say(c->p, VERDICT_UNPROVABLE, &subject, op,
			    op ? op_direction(c->p, op) : UP,
			    STR("it is not known what becomes of its rows"));
		return true;
	default:
		return true;
	}
}

static void compare_table(struct comparing *c)
{
	compare_parts(c, compare_rows(c));
}

/* The table of an origin in `back`, under whatever name. */
static const struct table *table_by_origin(struct proving *p, const struct origin *origin)
{
	struct pmap_diff at = pmap_compare(p->before.tables, p->back.tables);

	while (pmap_differ(&at)) {
		const struct table *new = at.new;

		if (!at.old && new &&new->origin == origin)
			return new;
	}
	return NULL;
}

static void table_missing(struct proving *p, const struct table *old)
{
	struct subject subject = {old->schema, old->name, STR(""), STR("")};
	const struct table *renamed = table_by_origin(p, old->origin);
	const struct op *op = compare_last_op(&p->m->body[UP], old->name, STR(""), TABLE_OPS);
	const struct op *down = compare_last_op(&p->m->body[DOWN], old->name, STR(""),
						OP_BIT(DROP_TABLE));

	if (!op && !renamed && down) {
		compare_say(p, VERDICT_LOSES_DATA, &subject, down, DOWN,
			    STR("the downgrade drops a table that was there before"));
		return;
	}
	if (renamed)
		compare_say(p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, UP,
			    proof_text(p, "it is called " STR_FMT " afterwards",
				       STR_ARG(renamed->name)));
	else
		compare_say(p, VERDICT_LOSES_DATA, &subject, op, UP,
			    STR("the table does not come back"));
}

static bool has_origin_before(struct proving *p, const struct origin *origin)
{
	struct pmap_diff at = pmap_compare(p->before.tables, p->back.tables);

	while (pmap_differ(&at))
		if (at.old && ((const struct table *)at.old)->origin == origin)
			return true;
	return false;
}

static void compare_tables(struct proving *p)
{
	struct pmap_diff at = pmap_compare(p->before.tables, p->back.tables);

	while (pmap_differ(&at)) {
		struct comparing c = {p, at.key, at.old, at.new};

		if (c.old && c.new) {
			compare_table(&c);
		} else if (c.old) {
			table_missing(p, c.old);
		} else if (!has_origin_before(p, c.new->origin)) {
			struct subject subject = {c.new->schema, c.new->name, STR(""), STR("")};

			compare_say(p, VERDICT_LEFT_BEHIND, &subject, c.new->origin->op, UP,
				    STR("the table stays"));
		}
	}
}

/* ---- other objects ---------------------------------------------------------------------------- */

static void compare_labels(struct proving *p, const struct schema_object *old,
			   const struct schema_object *new)
{
	struct subject subject = {old->schema, STR(""), STR(""), old->name};

	if (old->assumed || new->assumed ||
	    same_names(old->labels, old->label_count, new->labels, new->label_count))
		return;
	compare_say(p,
		    new->label_count > old->label_count ? VERDICT_LEFT_BEHIND
							: VERDICT_RESTORED_DIFFERENTLY,
		    &subject,
		    compare_last_op(&p->m->body[UP], STR(""), old->name, OP_BIT(ADD_ENUM_VALUE)),
		    UP,
		    new->label_count > old->label_count ? STR("labels that were added stay")
							: STR("its labels are others afterwards"));
}

static void compare_objects(struct proving *p, enum object_kind kind)
{
	struct pmap_diff at = pmap_compare(p->before.objects[kind], p->back.objects[kind]);
	struct str word = object_kind_name(kind);

	while (pmap_differ(&at)) {
		const struct schema_object *old = at.old, *new = at.new;
		const struct schema_object *any = old ? old : new;
		struct subject subject = {any->schema, any->table, STR(""), any->name};

		if (old && new) {
			if (kind == SCHEMA_TYPE)
				compare_labels(p, old, new);
		} else if (old && kind != SCHEMA_SEQUENCE) {
			compare_say(p, VERDICT_RESTORED_DIFFERENTLY, &subject, NULL, UP,
				    proof_text(p, STR_FMT " " STR_FMT " does not come back",
					       STR_ARG(word), STR_ARG(old->name)));
		} else if (new && !(kind == SCHEMA_SEQUENCE && !str_empty(new->table))) {
			compare_say(p, VERDICT_LEFT_BEHIND, &subject, new->origin->op, UP,
				    proof_text(p, STR_FMT " " STR_FMT " stays", STR_ARG(word),
					       STR_ARG(new->name)));
		}
	}
}

void proof_compare(struct proving *p)
{
	compare_tables(p);
	for (int kind = 0; kind < SCHEMA_OBJECT_KINDS; kind++)
		compare_objects(p, (enum object_kind)kind);
}
