#include "sql_print.h"

static void print_list(struct out *out, const struct str *items, uint32_t count)
{
	out_char(out, '(');
	for (uint32_t i = 0; i < count; i++)
		out_printf(out, "%s" STR_FMT, i ? ", " : "", STR_ARG(items[i]));
	out_char(out, ')');
}

static void print_default(const struct column_default *value, struct out *out)
{
	static const char *const kinds[] = {
		[DEFAULT_LITERAL] = "default",   [DEFAULT_EXPRESSION] = "default expr",
		[DEFAULT_IDENTITY] = "identity", [DEFAULT_COMPUTED] = "computed",
		[DEFAULT_UNKNOWN] = "default ?",
	};

	if (value->kind != DEFAULT_NONE)
		out_printf(out, " %s " STR_FMT, kinds[value->kind], STR_ARG(value->text));
}

static void print_reference(const struct reference *ref, struct out *out)
{
	if (!ref->table.len)
		return;
	out_printf(out, " -> " STR_FMT "%s" STR_FMT, STR_ARG(ref->schema),
		   ref->schema.len ? "." : "", STR_ARG(ref->table));
	print_list(out, ref->columns, ref->column_count);
	if (ref->ondelete.len)
		out_printf(out, " on delete " STR_FMT, STR_ARG(ref->ondelete));
	if (ref->onupdate.len)
		out_printf(out, " on update " STR_FMT, STR_ARG(ref->onupdate));
}

static void print_type(const struct coltype *type, struct out *out)
{
	out_printf(out, " " STR_FMT, STR_ARG(type->text));
	if (type->length >= 0)
		out_printf(out, "{%lld", (long long)type->length);
	if (type->scale >= 0)
		out_printf(out, ",%lld", (long long)type->scale);
	if (type->length >= 0)
		out_char(out, '}');
	if (type->label_count)
		print_list(out, type->labels, type->label_count);
}

/* = 'x', = a from(a) copied */
static void print_written(const struct column *column, struct out *out)
{
	const struct column_default *value = &column->server_default;

	if (value->kind == DEFAULT_UNKNOWN)
		out_printf(out, " = ?");
	else if (value->kind != DEFAULT_NONE)
		out_printf(out, " =");
	if (value->text.len)
		out_printf(out, " " STR_FMT, STR_ARG(value->text));
	if (column->nullable == TRI_NO && value->kind != DEFAULT_LITERAL)
		out_printf(out, " not null");
	if (column->nullable == TRI_YES && value->kind != DEFAULT_LITERAL)
		out_printf(out, " null");
	if (column->copies || column->casts)
		out_printf(out, column->copies ? " copies" : " casts");
	if (column->source_count) {
		out_printf(out, column->copies || column->casts ? " " : " from");
		print_list(out, column->sources, column->source_count);
	}
}

static void print_column(const struct column *column, struct out *out)
{
	if (column->type)
		print_type(column->type, out);
	if (column->nullable != TRI_UNKNOWN)
		out_printf(out, column->nullable == TRI_NO ? " not null" : " null");
	print_default(&column->server_default, out);
	if (column->primary_key)
		out_printf(out, " pk");
	if (column->unique)
		out_printf(out, " unique");
	print_reference(&column->references, out);
	if (column->comment.len)
		out_printf(out, " comment " STR_FMT, STR_ARG(column->comment));
}

static void print_constraint(const struct constraint *constraint, struct out *out)
{
	out_printf(out, " " STR_FMT, STR_ARG(constraint_kind_name(constraint->kind)));
	if (constraint->name.len)
		out_printf(out, " " STR_FMT, STR_ARG(constraint->name));
	if (constraint->column_count)
		print_list(out, constraint->columns, constraint->column_count);
	print_reference(&constraint->references, out);
	if (constraint->condition.len)
		out_printf(out, " check {" STR_FMT "}", STR_ARG(constraint->condition));
	out_printf(out, "%s%s%s", constraint->not_valid ? " not-valid" : "",
		   constraint->deferrable ? " deferrable" : "",
		   constraint->using_index ? " using-index" : "");
}

static void print_index(const struct index *index, struct out *out)
{
	if (index->unique)
		out_printf(out, " unique");
	if (index->concurrently)
		out_printf(out, " concurrently");
	if (index->method.len)
		out_printf(out, " using " STR_FMT, STR_ARG(index->method));
	if (index->column_count)
		print_list(out, index->columns, index->column_count);
	if (index->where.len)
		out_printf(out, " where {" STR_FMT "}", STR_ARG(index->where));
}

static void print_flags(uint32_t flags, struct out *out)
{
	static const struct {
		uint32_t flag;
		const char *name;
	} names[] = {
		{OPF_IF_EXISTS, "if-exists"},     {OPF_IF_NOT_EXISTS, "if-not-exists"},
		{OPF_CASCADE, "cascade"},         {OPF_NO_WHERE, "no-where"},
		{OPF_TEMPORARY, "temporary"},     {OPF_PARTIAL, "partial"},
		{OPF_TEMPLATE, "template"},       {OPF_OR_REPLACE, "or-replace"},
		{OPF_IN_LOOP, "in-loop"},         {OPF_IN_HANDLER, "in-handler"},
		{OPF_ALL_COLUMNS, "all-columns"},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (flags & names[i].flag)
			out_printf(out, " [%s]", names[i].name);
}

static void print_name(struct str name, const char *before, struct out *out)
{
	if (name.len)
		out_printf(out, "%s" STR_FMT, before, STR_ARG(name));
}

void sql_print_op(const struct op *op, struct out *out)
{
	out_str(out, op_info(op->kind)->spelling);
	print_name(op->schema, " ", out);
	print_name(op->table, op->schema.len ? "." : " ", out);
	print_name(op->name, op->table.len || op->schema.len ? "." : " ", out);
	print_name(op->to, " => ", out);
	if (op->column)
		print_column(op->column, out);
	for (uint32_t i = 0; i < op->column_count; i++) {
		out_printf(out, "%s " STR_FMT, i ? "," : " :", STR_ARG(op->columns[i].name));
		if (op->kind == OP_INSERT || op->kind == OP_UPDATE)
			print_written(&op->columns[i], out);
		else
			print_column(&op->columns[i], out);
	}
	if (op->constraint)
		print_constraint(op->constraint, out);
	for (uint32_t i = 0; i < op->constraint_count; i++) {
		out_char(out, ';');
		print_constraint(&op->constraints[i], out);
	}
	if (op->index)
		print_index(op->index, out);
	if (op->type)
		print_type(op->type, out);
	print_flags(op->flags, out);
	if (op->condition.len)
		out_printf(out, " where {" STR_FMT "}", STR_ARG(op->condition));
	if (op->null_count) {
		out_printf(out, " null");
		print_list(out, op->null_columns, op->null_count);
	}
}

void sql_print_guards(const struct sql_ops *ops, const struct op *op, struct out *out)
{
	for (uint32_t i = op->guard; i; i = ops->guards.items[i - 1].outer) {
		const struct guard *guard = &ops->guards.items[i - 1];

		out_printf(out, " {%s " STR_FMT " " STR_FMT "}", guard->negated ? "unless" : "if",
			   STR_ARG(guard_kind_name(guard->kind)), STR_ARG(guard->text));
	}
}
