#include "frontends/sql/pg.h"

#define CONSTR(name) PG_QUERY__CONSTR_TYPE__CONSTR_##name

/* A whole number, if the token is one and no hole stood there. */
static int64_t type_number(const struct pg_reader *r, const PgQuery__Node *node)
{
	uint32_t token;

	if (node->node_case != PG_QUERY__NODE__NODE_A_CONST ||
	    node->a_const->val_case != PG_QUERY__A__CONST__VAL_IVAL)
		return -1;
	token = pgr_token(r, node->a_const->location);
	if (token == SQL_NONE || r->s->tokens[token].kind != SQL_NUMBER)
		return -1;
	return node->a_const->ival->ival;
}

/* The modifiers in their parentheses, "(10,2)" as the source has it. */
static struct str type_modifiers(const struct pg_reader *r, const PgQuery__TypeName *type)
{
	uint32_t i = pgr_token(r, type->location), end;

	/* a modifier that the grammar adds itself, as CHAR's 1, has no place */
	if (!type->n_typmods || i == SQL_NONE)
		return STR("");
	if (type->typmods[0]->node_case == PG_QUERY__NODE__NODE_A_CONST &&
	    type->typmods[0]->a_const->location < 0)
		return STR("");
	end = sql_default_end(r->s, i, r->s->count);
	while (i < end && !sql_is_punct(r->s, i, '('))
		i++;
	if (i == end)
		return STR(""); /* INTERVAL YEAR */
	return arena_printf(r->s->arena, "(" STR_FMT ")", STR_ARG(pgr_inside(r, i)));
}

const struct coltype *pgr_type(const struct pg_reader *r, const PgQuery__TypeName *type)
{
	struct coltype *result;
	struct str schema, dot = STR("."), modifiers;

	if (!type)
		return NULL;
	result = arena_new(r->s->arena, struct coltype);
	result->name = pgr_qualified(r, type->n_names, type->names, &schema);
	if (!schema.len || str_eq(schema, STR("pg_catalog"))) {
		schema = dot = STR("");
		result->name = sql_type_name(result->name);
	}
	modifiers = type_modifiers(r, type);
	result->length = result->scale = -1;
	if (modifiers.len) {
		result->length = type_number(r, type->typmods[0]);
		if (type->n_typmods > 1 && result->length >= 0)
			result->scale = type_number(r, type->typmods[1]);
	}
	result->text = arena_printf(r->s->arena, STR_FMT STR_FMT STR_FMT STR_FMT STR_FMT,
				    STR_ARG(schema), STR_ARG(dot), STR_ARG(result->name),
				    STR_ARG(modifiers), STR_ARG(STR("")));
	for (size_t i = 0; i < type->n_array_bounds && i < 8; i++)
		result->text = arena_join(r->s->arena, result->text, STR("[]"));
	return result;
}

static struct str action(const char *code)
{
	switch (code ? *code : 'a') {
	case 'r':
		return STR("RESTRICT");
	case 'c':
		return STR("CASCADE");
	case 'n':
		return STR("SET NULL");
	case 'd':
		return STR("SET DEFAULT");
	default:
		return STR(""); /* NO ACTION, the default */
	}
}

static void set_reference(const struct pg_reader *r, const PgQuery__Constraint *node,
			  struct reference *ret)
{
	if (!node->pktable)
		return;
	ret->schema = pgr_name(r, node->pktable->schemaname);
	ret->table = pgr_name(r, node->pktable->relname);
	ret->columns = pgr_names(r, node->n_pk_attrs, node->pk_attrs);
	ret->column_count = (uint32_t)node->n_pk_attrs;
	ret->ondelete = action(node->fk_del_action);
	ret->onupdate = action(node->fk_upd_action);
}

/* The text in the parentheses after `word`, from the constraint's place on. */
static struct str after_word(const struct pg_reader *r, const PgQuery__Constraint *node,
			     const char *word)
{
	uint32_t i = pgr_token(r, node->location);

	if (i != SQL_NONE)
		i = sql_find(r->s, i, r->s->count, word);
	return i == SQL_NONE ? STR("") : pgr_inside(r, i + 1);
}

void pgr_constraint(const struct pg_reader *r, const PgQuery__Constraint *node,
		    struct constraint *ret)
{
	ret->name = pgr_name(r, node->conname);
	ret->not_valid = node->skip_validation;
	ret->deferrable = node->deferrable;
	ret->using_index = node->indexname && *node->indexname;
	ret->columns = pgr_names(r, node->n_keys, node->keys);
	ret->column_count = (uint32_t)node->n_keys;
	switch (node->contype) {
	case CONSTR(PRIMARY):
		ret->kind = CONSTRAINT_PRIMARY_KEY;
		break;
	case CONSTR(UNIQUE):
		ret->kind = CONSTRAINT_UNIQUE;
		break;
	case CONSTR(CHECK):
		ret->kind = CONSTRAINT_CHECK;
		ret->condition = after_word(r, node, "CHECK");
		break;
	case CONSTR(EXCLUSION):
		ret->kind = CONSTRAINT_EXCLUDE;
		break;
	case CONSTR(FOREIGN):
		ret->kind = CONSTRAINT_FOREIGN_KEY;
		ret->columns = pgr_names(r, node->n_fk_attrs, node->fk_attrs);
		ret->column_count = (uint32_t)node->n_fk_attrs;
		set_reference(r, node, &ret->references);
		break;
	default:
		ret->kind = CONSTRAINT_UNKNOWN;
		break;
	}
}

static void set_default(const struct pg_reader *r, const PgQuery__Constraint *node,
			struct column_default *ret)
{
	const PgQuery__Node *value = node->raw_expr;
	uint32_t i = pgr_token(r, node->location), end;

	if (value && value->node_case == PG_QUERY__NODE__NODE_A_CONST && value->a_const->isnull) {
		ret->kind = DEFAULT_NONE;
		return;
	}
	ret->kind = pgr_is_constant(value) ? DEFAULT_LITERAL : DEFAULT_EXPRESSION;
	if (i != SQL_NONE)
		i = sql_find(r->s, i, r->s->count, "DEFAULT");
	if (i == SQL_NONE)
		return;
	end = sql_default_end(r->s, i + 1, r->s->count);
	ret->text = sql_slice(r->s, i + 1, end);
	if (sql_is_hole(r->s, i + 1, end))
		ret->kind = DEFAULT_UNKNOWN;
}

/* A constraint that has a name, or that struct column has no field for. */
static void add_named(const struct pg_reader *r, const PgQuery__Constraint *node,
		      const struct column *column, struct pg_constraints *named)
{
	struct constraint *constraint = vec_push(r->s->arena, named);
	struct str *name;

	pgr_constraint(r, node, constraint);
	if (constraint->column_count || constraint->kind == CONSTRAINT_CHECK)
		return;
	name = arena_new(r->s->arena, struct str);
	*name = column->name;
	constraint->columns = name;
	constraint->column_count = 1;
}

static void apply(const struct pg_reader *r, const PgQuery__Constraint *node, struct column *column,
		  struct pg_constraints *named)
{
	bool has_name = node->conname && *node->conname;

	switch (node->contype) {
	case CONSTR(NULL):
		column->nullable = TRI_YES;
		break;
	case CONSTR(NOTNULL):
		column->nullable = TRI_NO;
		break;
	case CONSTR(DEFAULT):
		set_default(r, node, &column->server_default);
		break;
	case CONSTR(IDENTITY):
		column->nullable = TRI_NO;
		column->server_default.kind = DEFAULT_IDENTITY;
		column->server_default.text = node->generated_when && *node->generated_when == 'a'
						      ? STR("ALWAYS")
						      : STR("BY DEFAULT");
		break;
	case CONSTR(GENERATED):
		column->server_default.kind = DEFAULT_COMPUTED;
		column->server_default.text = after_word(r, node, "AS");
		break;
	case CONSTR(PRIMARY):
		column->nullable = TRI_NO;
		column->primary_key = !has_name;
		break;
	case CONSTR(UNIQUE):
		column->unique = !has_name;
		break;
	case CONSTR(FOREIGN):
		if (!has_name)
			set_reference(r, node, &column->references);
		break;
	default:
		break;
	}
	if (node->contype == CONSTR(CHECK) ||
	    (has_name && (node->contype == CONSTR(PRIMARY) || node->contype == CONSTR(UNIQUE) ||
			  node->contype == CONSTR(FOREIGN))))
		add_named(r, node, column, named);
}

void pgr_column(const struct pg_reader *r, const PgQuery__ColumnDef *def, struct column *ret,
		struct pg_constraints *named)
{
	ret->name = pgr_name(r, def->colname);
	ret->type = pgr_type(r, def->type_name);
	ret->nullable = TRI_YES;
	if (def->type_name && pgr_is_hole(r, def->type_name->location)) {
		/* the rest of the definition may be in there, too */
		ret->nullable = TRI_UNKNOWN;
		ret->server_default.kind = DEFAULT_UNKNOWN;
	}
	if (ret->type && str_ends(ret->type->name, STR("SERIAL"))) {
		ret->nullable = TRI_NO;
		ret->server_default.kind = DEFAULT_IDENTITY;
		ret->server_default.text = ret->type->name;
	}
	for (size_t i = 0; i < def->n_constraints; i++)
		if (def->constraints[i]->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
			apply(r, def->constraints[i]->constraint, ret, named);
}

bool pgr_is_index_in_disguise(const PgQuery__ColumnDef *def)
{
	static const char *const words[] = {"index", "key", "fulltext", "spatial"};
	const PgQuery__TypeName *type = def->type_name;

	if (!type || !type->n_typmods ||
	    type->typmods[0]->node_case == PG_QUERY__NODE__NODE_A_CONST)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(def->colname, words[i]) == 0)
			return true;
	return false;
}
