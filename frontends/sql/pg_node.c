#include "frontends/sql/pg.h"

struct str pgr_name(const struct pg_reader *r, const char *text)
{
	return text && *text ? sql_rewrite_back(&r->rewrite, text) : STR("");
}

void pgr_relation(const struct pg_reader *r, const PgQuery__RangeVar *relation, struct op *op)
{
	if (!relation)
		return;
	op->schema = pgr_name(r, relation->schemaname);
	op->table = pgr_name(r, relation->relname);
	if (relation->relpersistence && *relation->relpersistence == 't')
		op->flags |= OPF_TEMPORARY;
}

void pgr_relation_name(const struct pg_reader *r, const PgQuery__RangeVar *relation, struct op *op)
{
	if (!relation)
		return;
	op->schema = pgr_name(r, relation->schemaname);
	op->name = pgr_name(r, relation->relname);
}

const char *pgr_string(const PgQuery__Node *node)
{
	return node && node->node_case == PG_QUERY__NODE__NODE_STRING ? node->string->sval : "";
}

struct str pgr_qualified(const struct pg_reader *r, size_t count, PgQuery__Node *const *parts,
			 struct str *ret_schema)
{
	*ret_schema = count > 1 ? pgr_name(r, pgr_string(parts[count - 2])) : STR("");
	return count ? pgr_name(r, pgr_string(parts[count - 1])) : STR("");
}

struct pg_parts pgr_parts(PgQuery__Node *const *object)
{
	const PgQuery__Node *node = *object;

	if (!node)
		return (struct pg_parts){0, NULL};
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_STRING:
		return (struct pg_parts){1, object};
	case PG_QUERY__NODE__NODE_LIST:
		return (struct pg_parts){node->list->n_items, node->list->items};
	case PG_QUERY__NODE__NODE_TYPE_NAME:
		return (struct pg_parts){node->type_name->n_names, node->type_name->names};
	case PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS:
		return (struct pg_parts){node->object_with_args->n_objname,
					 node->object_with_args->objname};
	default:
		return (struct pg_parts){0, NULL};
	}
}

const struct str *pgr_names(const struct pg_reader *r, size_t count, PgQuery__Node *const *strings)
{
	struct str *names = arena_array(r->s->arena, count, sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[i] = pgr_name(r, pgr_string(strings[i]));
	return names;
}

uint32_t pgr_token(const struct pg_reader *r, int32_t location)
{
	return sql_rewrite_token(&r->rewrite, location);
}

bool pgr_is_hole(const struct pg_reader *r, int32_t location)
{
	uint32_t i = pgr_token(r, location);

	return i != SQL_NONE && (r->s->tokens[i].flags & SQL_IS_HOLE);
}

struct str pgr_inside(const struct pg_reader *r, uint32_t open)
{
	uint32_t close;

	if (open >= r->s->count || !sql_is_punct(r->s, open, '('))
		return STR("");
	close = sql_closing(r->s, open);
	return close == SQL_NONE ? STR("") : sql_slice(r->s, open + 1, close);
}

/* 1, 'x', true, -1, 'x'::text */
bool pgr_is_constant(const PgQuery__Node *expression)
{
	for (int depth = 0; expression && depth < 8; depth++) {
		const PgQuery__AExpr *sign;

		switch (expression->node_case) {
		case PG_QUERY__NODE__NODE_A_CONST:
			return true;
		case PG_QUERY__NODE__NODE_TYPE_CAST:
			expression = expression->type_cast->arg;
			break;
		case PG_QUERY__NODE__NODE_A_EXPR:
			sign = expression->a_expr;
			if (sign->lexpr || sign->kind != PG_QUERY__A__EXPR__KIND__AEXPR_OP)
				return false;
			expression = sign->rexpr;
			break;
		default:
			return false;
		}
	}
	return false;
}
