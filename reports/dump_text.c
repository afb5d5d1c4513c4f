#include "reports/dump.h"

#include <inttypes.h>

static void put_escaped(struct out *o, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];

		if (c == '\n')
			out_str(o, STR("\\n"));
		else if (c == '\t')
			out_str(o, STR("\\t"));
		else if (c < 0x20 || c == 0x7f)
			out_printf(o, "\\x%02x", c);
		else
			out_char(o, (char)c);
	}
}

static void put_field(struct out *o, const char *label, struct str s)
{
	if (!s.len)
		return;
	out_printf(o, " %s=", label);
	put_escaped(o, s);
}

static void put_list(struct out *o, const char *label, const struct str *items, uint32_t count)
{
	if (!count)
		return;
	out_printf(o, " %s(", label);
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			out_str(o, STR(", "));
		put_escaped(o, items[i]);
	}
	out_char(o, ')');
}

static void put_default(struct out *o, const char *label, const struct column_default *d)
{
	static const char *const kinds[] = {"",         "literal",  "expression",
					    "identity", "computed", "unknown"};

	if (d->kind == DEFAULT_NONE)
		return;
	out_printf(o, " %s=%s:", label, kinds[d->kind]);
	if (d->always != TRI_UNKNOWN)
		out_str(o, d->always == TRI_YES ? STR("always ") : STR("by default "));
	put_escaped(o, d->text);
	if (d->stored != TRI_UNKNOWN)
		out_str(o, d->stored == TRI_YES ? STR(" stored") : STR(" virtual"));
	put_list(o, "needs", d->refers, d->refer_count);
}

static void put_tri(struct out *o, enum tri tri, struct str yes, struct str no)
{
	if (tri == TRI_UNKNOWN)
		return;
	out_char(o, ' ');
	out_str(o, tri == TRI_YES ? yes : no);
}

static void put_dialects(struct out *o, const char *label, dialect_set set)
{
	bool first = true;

	if (!set)
		return;
	out_printf(o, " %s=", label);
	for (int i = 0; i < DIALECT_COUNT; i++) {
		if (!(set & (1U << i)))
			continue;
		if (!first)
			out_char(o, ',');
		out_str(o, dialect_name(1U << i));
		first = false;
	}
}

static void put_reference(struct out *o, const struct reference *r)
{
	if (!r->table.len)
		return;
	out_str(o, STR(" references "));
	if (r->schema.len) {
		put_escaped(o, r->schema);
		out_char(o, '.');
	}
	put_escaped(o, r->table);
	put_list(o, "", r->columns, r->column_count);
	put_field(o, "ondelete", r->ondelete);
	put_field(o, "onupdate", r->onupdate);
	put_field(o, "match", r->match);
	put_field(o, "named", r->name);
	put_tri(o, r->deferrable, STR("deferrable"), STR("not-deferrable"));
	put_field(o, "initially", r->initially);
	if (r->use_alter)
		out_str(o, STR(" use-alter"));
}

static void put_type(struct out *o, const struct coltype *t)
{
	out_char(o, ' ');
	put_escaped(o, t->text);
	for (uint32_t i = 0; i < t->variant_count; i++) {
		put_dialects(o, "on", t->variants[i].dialects);
		out_char(o, ':');
		put_escaped(o, t->variants[i].text);
	}
}

static void put_column(struct out *o, const struct column *c, enum op_kind kind)
{
	if (c->type)
		put_type(o, c->type);
	if (kind != OP_ALTER_TYPE)
		put_tri(o, c->nullable, STR("null"), STR("not null"));
	if (c->primary_key)
		out_str(o, STR(" primary key"));
	put_tri(o, c->autoincrement, STR("autoincrement"), STR("no-autoincrement"));
	if (c->unique)
		out_str(o, STR(" unique"));
	if (c->index)
		out_str(o, STR(" index"));
	put_default(o, "default", &c->server_default);
	if (c->python_default)
		out_str(o, STR(" python-default"));
	if (kind == OP_SET_DEFAULT && c->server_default.kind == DEFAULT_NONE)
		out_str(o, STR(" default=none"));
	put_reference(o, &c->references);
	if (c->existing_type)
		put_field(o, "existing", c->existing_type->text);
	put_tri(o, c->existing_nullable, STR("was-null"), STR("was-not-null"));
	put_default(o, "was-default", &c->existing_server_default);
	put_field(o, "using", c->using);
	put_field(o, "comment", c->comment);
	put_field(o, "was-comment", c->existing_comment);
}

/* A value that is written. */
static void put_written(struct out *o, const struct column *c)
{
	const struct column_default *value = &c->server_default;

	if (value->kind != DEFAULT_NONE) {
		out_str(o, value->kind == DEFAULT_UNKNOWN ? STR(" = ?") : STR(" ="));
		if (value->text.len) {
			out_char(o, ' ');
			put_escaped(o, value->text);
		}
	}
	if (value->kind != DEFAULT_LITERAL)
		put_tri(o, c->nullable, STR("null"), STR("not null"));
	put_list(o,
		 c->copies  ? "copies"
		 : c->casts ? "casts"
			    : "from",
		 c->sources, c->source_count);
}

static void put_constraint(struct out *o, const struct constraint *k)
{
	out_char(o, ' ');
	out_str(o, constraint_kind_name(k->kind));
	put_list(o, "", k->columns, k->column_count);
	put_reference(o, &k->references);
	put_field(o, k->kind == CONSTRAINT_EXCLUDE ? "elements" : "check", k->condition);
	put_field(o, "using", k->method);
	put_field(o, "where", k->where);
	put_list(o, "include", k->include, k->include_count);
	if (k->nulls_not_distinct)
		out_str(o, STR(" nulls-not-distinct"));
	if (k->not_valid)
		out_str(o, STR(" not-valid"));
	if (k->using_index)
		out_str(o, STR(" using-index"));
	if (k->deferrable)
		out_str(o, STR(" deferrable"));
	put_field(o, "initially", k->initially);
}

static void put_index(struct out *o, const struct index *i)
{
	put_list(o, "", i->columns, i->column_count);
	if (i->unique)
		out_str(o, STR(" unique"));
	if (i->concurrently)
		out_str(o, STR(" concurrently"));
	put_field(o, "using", i->method);
	put_list(o, "ops", i->operators, i->operator_count);
	put_list(o, "include", i->include, i->include_count);
	put_field(o, "where", i->where);
	if (i->nulls_not_distinct)
		out_str(o, STR(" nulls-not-distinct"));
	put_field(o, "options", i->options);
}

static void put_flags(struct out *o, const struct op *op)
{
	static const struct {
		enum op_flag flag;
		const char *word;
	} words[] = {
		{OPF_IF_EXISTS, "if-exists"},   {OPF_IF_NOT_EXISTS, "if-not-exists"},
		{OPF_CASCADE, "cascade"},       {OPF_BATCH, "batch"},
		{OPF_AUTOCOMMIT, "autocommit"}, {OPF_IN_LOOP, "loop"},
		{OPF_FROM_SQL, "sql"},          {OPF_NO_WHERE, "no-where"},
		{OPF_TEMPORARY, "temporary"},   {OPF_NAME_NONE, "name-none"},
		{OPF_IN_HANDLER, "handler"},    {OPF_PARTIAL, "partial"},
		{OPF_TEMPLATE, "template"},     {OPF_OR_REPLACE, "or-replace"},
		{OPF_HOLDS_SECRET, "secret"},   {OPF_ALL_COLUMNS, "all-columns"},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (op->flags & words[i].flag)
			out_printf(o, " [%s]", words[i].word);
}

static void put_names(struct out *o, const struct op *op)
{
	out_char(o, ' ');
	if (op->schema.len) {
		put_escaped(o, op->schema);
		out_char(o, '.');
	}
	put_escaped(o, op->table);
	if (op->name.len) {
		if (op->table.len)
			out_char(o, '.');
		put_escaped(o, op->name);
	}
	if (op->to.len) {
		out_str(o, op->kind == OP_INSERT || op->kind == OP_UPDATE ||
					   op->kind == OP_CREATE_TABLE
				   ? STR(" from ")
				   : STR(" -> "));
		put_escaped(o, op->to);
	}
}

static void put_trace(struct out *o, struct str trace)
{
	struct str line;

	while (str_split(&trace, '\n', &line)) {
		out_str(o, STR("      "));
		put_escaped(o, line);
		out_char(o, '\n');
	}
}

static void put_op(struct out *o, const struct op *op)
{
	out_printf(o, "  %" PRIu32 " ", op->at.line);
	out_str(o, op_info(op->kind)->spelling);
	if (op->table.len || op->name.len || op->to.len)
		put_names(o, op);
	if (op->column)
		put_column(o, op->column, op->kind);
	if (op->constraint)
		put_constraint(o, op->constraint);
	if (op->index)
		put_index(o, op->index);
	if (op->type)
		put_list(o, "labels", op->type->labels, op->type->label_count);
	put_field(o, op->kind == OP_SET_TABLE_COMMENT ? "was-comment" : "comment", op->comment);
	put_flags(o, op);
	put_dialects(o, "on", op->dialects);
	if (op->guard)
		out_printf(o, " if %" PRIu32, op->guard);
	put_field(o, "where", op->condition);
	put_list(o, "where-null", op->null_columns, op->null_count);
	put_field(o, "via", op->via);
	if (op->text.len) {
		out_str(o, STR(" | "));
		put_escaped(o, op->text);
	}
	out_char(o, '\n');
	for (uint32_t i = 0; i < op->column_count; i++) {
		out_str(o, STR("     column "));
		put_escaped(o, op->columns[i].name);
		if (op->kind == OP_INSERT || op->kind == OP_UPDATE)
			put_written(o, &op->columns[i]);
		else
			put_column(o, &op->columns[i], OP_CREATE_TABLE);
		out_char(o, '\n');
	}
	for (uint32_t i = 0; i < op->constraint_count; i++) {
		out_str(o, STR("     constraint "));
		put_escaped(o, op->constraints[i].name);
		put_constraint(o, &op->constraints[i]);
		out_char(o, '\n');
	}
	put_trace(o, op->trace);
}

static void put_guard(struct out *o, const struct guard *g, uint32_t number)
{
	bool opposite = g->object.len ? g->negated != g->absent : g->negated;

	out_printf(o, "  if %" PRIu32 ": %s", number, opposite ? "not " : "");
	out_str(o, guard_kind_name(g->kind));
	if (g->object.len) {
		out_char(o, ' ');
		put_escaped(o, g->object);
	}
	if (g->outer)
		out_printf(o, " inside %" PRIu32, g->outer);
	put_dialects(o, "dialects", g->dialects);
	out_str(o, STR(" | "));
	put_escaped(o, g->text);
	out_char(o, '\n');
}

static void put_suppressions(struct out *o, const struct migration *m)
{
	static const char *const forms[] = {"tidemark", "noqa", "mrt"};

	for (uint32_t i = 0; i < m->suppression_count; i++) {
		const struct suppression *s = &m->suppressions[i];

		out_printf(o, "allow line %" PRIu32 " %s%s ", s->line, forms[s->form],
			   s->alone ? " alone" : "");
		put_escaped(o, s->names.len ? s->names : STR("*"));
		put_field(o, "reason", s->reason);
		out_char(o, '\n');
	}
}

static void put_facts(struct out *o, uint32_t facts)
{
	bool first = true;

	for (int i = 0; i < FACT_COUNT; i++) {
		if (!(facts & (1U << i)))
			continue;
		out_str(o, first ? STR(" facts=") : STR(","));
		out_str(o, fact_name(1U << i));
		first = false;
	}
}

void dump_text(const struct migration *m, struct out *o)
{
	out_str(o, STR("migration "));
	put_escaped(o, m->revision);
	if (m->parents_unknown)
		out_str(o, STR(" <- ?"));
	put_list(o, "<-", m->parents, m->parent_count);
	put_list(o, "depends", m->depends_on, m->depends_count);
	put_list(o, "labels", m->labels, m->label_count);
	put_dialects(o, "hints", m->dialect_hints);
	put_facts(o, m->facts);
	out_char(o, '\n');
	if (m->status == MIGRATION_UNPARSABLE) {
		out_printf(o, "unparsable line %" PRIu32 ": ", m->problem.line);
		put_escaped(o, m->problem_text);
		out_char(o, '\n');
		return;
	}
	for (int d = UP; d < DIRECTION_COUNT; d++) {
		const struct body *body = &m->body[d];

		out_str(o, direction_name(d));
		out_char(o, ' ');
		out_str(o, body_shape_name(body->shape));
		out_char(o, '\n');
		for (uint32_t i = 0; i < body->guard_count; i++)
			put_guard(o, &body->guards[i], i + 1);
		for (uint32_t i = 0; i < body->op_count; i++)
			put_op(o, &body->ops[i]);
	}
	put_suppressions(o, m);
	for (uint32_t i = 0; i < m->lookup_count; i++)
		if (m->lookups[i].blob.len) {
			out_str(o, STR("module "));
			put_escaped(o, m->lookups[i].path);
			out_char(o, '\n');
		}
}
