/*
 * Every field of a migration, with whether it is an effect: what test_codec changes one by one.
 */
#ifndef TIDEMARK_TESTS_UNIT_CODEC_FIELDS_H
#define TIDEMARK_TESTS_UNIT_CODEC_FIELDS_H

#include "core/model/migration.h"

/* One of everything, with a place for each field. */
struct full {
	struct migration m;
	struct op ops[2];
	struct column column, columns[1];
	struct coltype column_type, existing_type, type;
	struct type_variant variants[1];
	struct constraint constraint, constraints[1];
	struct index index;
	struct reflection reflection;
	struct filter filters[1];
	struct guard guards[2];
	struct suppression suppression;
	struct lookup lookup;
	struct str names[1];
};

enum field_kind { FIELD_STR, FIELD_U32, FIELD_BOOL, FIELD_ENUM, FIELD_I64, FIELD_POINTER };

/* `effect`: the semantic hash sees it. */
static const struct field {
	const char *name;
	size_t offset;
	enum field_kind kind;
	bool effect;
} fields[] = {
#define FIELD(member, kind, effect)                                                                \
	{                                                                                          \
#member, offsetof(struct full, member), FIELD_##kind, effect                       \
	}
	FIELD(m.status, ENUM, true),
	FIELD(m.framework, STR, true),
	FIELD(m.problem.line, U32, false),
	FIELD(m.problem_text, STR, false),
	FIELD(m.revision, STR, true),
	FIELD(m.revision_at.line, U32, false),
	FIELD(m.revision_excerpt, STR, false),
	FIELD(m.parent_count, U32, true),
	FIELD(m.depends_count, U32, true),
	FIELD(m.label_count, U32, true),
	FIELD(m.parents_unknown, BOOL, true),
	FIELD(m.message, STR, false),
	FIELD(m.facts, U32, true),
	FIELD(m.dialect_hints, U32, true),
	FIELD(m.dialect_evidence, STR, false),
	FIELD(m.suppression_count, U32, false),
	FIELD(suppression.form, ENUM, false),
	FIELD(suppression.line, U32, false),
	FIELD(suppression.alone, BOOL, false),
	FIELD(suppression.names, STR, false),
	FIELD(suppression.reason, STR, false),
	FIELD(m.lookup_count, U32, false),
	FIELD(lookup.path, STR, false),
	FIELD(lookup.kind, ENUM, false),
	FIELD(lookup.blob, STR, false),
	FIELD(m.body[UP].shape, ENUM, true),
	FIELD(m.body[UP].at.start, U32, false),
	FIELD(m.body[UP].excerpt, STR, false),
	FIELD(m.body[DOWN].shape, ENUM, true),
	FIELD(m.body[DOWN].excerpt, STR, false),
	FIELD(guards[0].kind, ENUM, true),
	FIELD(guards[0].negated, BOOL, true),
	FIELD(guards[0].absent, BOOL, true),
	FIELD(guards[0].meaning, I64, true),
	FIELD(guards[1].outer, U32, true),
	FIELD(guards[0].dialects, U32, true),
	FIELD(guards[0].object, STR, true),
	FIELD(guards[0].text, STR, true),
	FIELD(guards[0].at.line, U32, false),
	FIELD(ops[0].kind, ENUM, true),
	FIELD(ops[0].flags, U32, true),
	FIELD(ops[0].guard, U32, true),
	FIELD(ops[0].meaning, I64, true),
	FIELD(ops[0].dialects, U32, true),
	FIELD(ops[0].at.start, U32, false),
	FIELD(ops[0].at.end, U32, false),
	FIELD(ops[0].at.line, U32, false),
	FIELD(ops[0].at.column, U32, false),
	FIELD(ops[0].at.end_line, U32, false),
	FIELD(ops[0].excerpt, STR, false),
	FIELD(ops[0].via, STR, false),
	FIELD(ops[0].trace, STR, false),
	FIELD(ops[0].schema, STR, true),
	FIELD(ops[0].table, STR, true),
	FIELD(ops[0].name, STR, true),
	FIELD(ops[0].to, STR, true),
	FIELD(ops[0].column, POINTER, true),
	FIELD(ops[0].column_count, U32, true),
	FIELD(ops[0].constraint, POINTER, true),
	FIELD(ops[0].constraint_count, U32, true),
	FIELD(ops[0].index, POINTER, true),
	FIELD(ops[0].type, POINTER, true),
	FIELD(ops[0].comment, STR, true),
	FIELD(ops[0].text, STR, true),
	FIELD(ops[0].condition, STR, true),
	FIELD(ops[0].null_count, U32, true),
	FIELD(ops[0].reflects, POINTER, true),
	FIELD(reflection.what, ENUM, true),
	FIELD(reflection.first, BOOL, true),
	FIELD(reflection.partial, BOOL, true),
	FIELD(reflection.schema, STR, true),
	FIELD(reflection.table, STR, true),
	FIELD(reflection.filter_count, U32, true),
	FIELD(filters[0].relation, ENUM, true),
	FIELD(filters[0].negated, BOOL, true),
	FIELD(filters[0].attribute, STR, true),
	FIELD(filters[0].value_count, U32, true),
	FIELD(filters[0].what, ENUM, true),
	FIELD(filters[0].table, STR, true),
	FIELD(reflection.replaced, STR, true),
	FIELD(reflection.by, STR, true),
	FIELD(reflection.unnamed, STR, true),
	FIELD(column.name, STR, true),
	FIELD(column.type, POINTER, true),
	FIELD(column.existing_type, POINTER, true),
	FIELD(column.nullable, ENUM, true),
	FIELD(column.existing_nullable, ENUM, true),
	FIELD(column.server_default.kind, ENUM, true),
	FIELD(column.server_default.text, STR, true),
	FIELD(column.server_default.always, ENUM, true),
	FIELD(column.server_default.stored, ENUM, true),
	FIELD(column.server_default.refer_count, U32, true),
	FIELD(column.existing_server_default.kind, ENUM, true),
	FIELD(column.existing_server_default.text, STR, true),
	FIELD(column.references.table, STR, true),
	FIELD(column.references.schema, STR, true),
	FIELD(column.references.column_count, U32, true),
	FIELD(column.references.ondelete, STR, true),
	FIELD(column.references.onupdate, STR, true),
	FIELD(column.references.match, STR, true),
	FIELD(column.references.name, STR, true),
	FIELD(column.references.initially, STR, true),
	FIELD(column.references.deferrable, ENUM, true),
	FIELD(column.references.use_alter, BOOL, true),
	FIELD(column.comment, STR, true),
	FIELD(column.existing_comment, STR, true),
	FIELD(column.using, STR, true),
	FIELD(column.source_count, U32, true),
	FIELD(column.copies, BOOL, true),
	FIELD(column.casts, BOOL, true),
	FIELD(column.autoincrement, ENUM, true),
	FIELD(column.primary_key, BOOL, true),
	FIELD(column.unique, BOOL, true),
	FIELD(column.index, BOOL, true),
	FIELD(column.python_default, BOOL, true),
	FIELD(column.system, BOOL, true),
	FIELD(columns[0].name, STR, true),
	FIELD(columns[0].nullable, ENUM, true),
	FIELD(column_type.name, STR, true),
	FIELD(column_type.text, STR, true),
	FIELD(column_type.length, I64, true),
	FIELD(column_type.scale, I64, true),
	FIELD(column_type.enum_name, STR, true),
	FIELD(column_type.label_count, U32, true),
	FIELD(column_type.enum_schema, STR, true),
	FIELD(column_type.create_type, ENUM, true),
	FIELD(column_type.native, ENUM, true),
	FIELD(column_type.variant_count, U32, true),
	FIELD(variants[0].dialects, U32, true),
	FIELD(variants[0].name, STR, true),
	FIELD(variants[0].text, STR, true),
	FIELD(variants[0].length, I64, true),
	FIELD(variants[0].scale, I64, true),
	FIELD(existing_type.text, STR, true),
	FIELD(type.text, STR, true),
	FIELD(constraint.kind, ENUM, true),
	FIELD(constraint.name, STR, true),
	FIELD(constraint.column_count, U32, true),
	FIELD(constraint.references.table, STR, true),
	FIELD(constraint.condition, STR, true),
	FIELD(constraint.initially, STR, true),
	FIELD(constraint.method, STR, true),
	FIELD(constraint.where, STR, true),
	FIELD(constraint.include_count, U32, true),
	FIELD(constraint.nulls_not_distinct, BOOL, true),
	FIELD(constraint.not_valid, BOOL, true),
	FIELD(constraint.deferrable, BOOL, true),
	FIELD(constraint.using_index, BOOL, true),
	FIELD(constraints[0].name, STR, true),
	FIELD(index.name, STR, true),
	FIELD(index.column_count, U32, true),
	FIELD(index.method, STR, true),
	FIELD(index.where, STR, true),
	FIELD(index.include_count, U32, true),
	FIELD(index.operator_count, U32, true),
	FIELD(index.options, STR, true),
	FIELD(index.nulls_not_distinct, BOOL, true),
	FIELD(index.unique, BOOL, true),
	FIELD(index.concurrently, BOOL, true),
	FIELD(names[0], STR, true),
#undef FIELD
};

static void fill(struct full *f)
{
	*f = (struct full){0};
	f->names[0] = STR("name");
	f->column = (struct column){.type = &f->column_type, .existing_type = &f->existing_type};
	f->column.references.columns = f->names;
	f->column_type.labels = f->names;
	f->column_type.variants = f->variants;
	f->column_type.variant_count = 1;
	f->column.sources = f->column.server_default.refers = f->names;
	f->column.source_count = f->column.server_default.refer_count = 1;
	f->constraint.include = f->index.include = f->index.operators = f->names;
	f->constraint.include_count = f->index.include_count = f->index.operator_count = 1;
	f->constraint.columns = f->constraint.references.columns = f->names;
	f->index.columns = f->names;
	f->ops[0] = (struct op){
		.guard = 1,
		.column = &f->column,
		.columns = f->columns,
		.constraint = &f->constraint,
		.constraints = f->constraints,
		.column_count = 1,
		.constraint_count = 1,
		.index = &f->index,
		.type = &f->type,
		.null_columns = f->names,
		.null_count = 1,
		.reflects = &f->reflection,
	};
	f->reflection.filters = f->filters;
	f->reflection.filter_count = 1;
	f->filters[0].values = f->names;
	f->filters[0].value_count = 1;
	f->column.references.column_count = f->column_type.label_count = 1;
	f->constraint.column_count = f->index.column_count = 1;
	f->m.parents = f->m.depends_on = f->m.labels = f->names;
	f->m.parent_count = f->m.depends_count = f->m.label_count = 1;
	f->m.suppressions = &f->suppression;
	f->m.suppression_count = 1;
	f->m.lookups = &f->lookup;
	f->m.lookup_count = 1;
	for (int d = UP; d < DIRECTION_COUNT; d++) {
		f->m.body[d].ops = f->ops;
		f->m.body[d].op_count = 2;
		f->m.body[d].guards = f->guards;
		f->m.body[d].guard_count = 2;
	}
}

#endif
