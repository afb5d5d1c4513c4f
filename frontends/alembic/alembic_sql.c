#include "frontends/alembic/alembic_sql.h"

#include "core/base/limits.h"
#include "frontends/alembic/alembic_model.h"

enum {
	SQL_DEPTH = 12,      /* of expressions in expressions */
	SQL_TEXT_MAX = 2000, /* expressions share parts, and so may be huge */
};

struct writer {
	struct eval *e;
	struct str text;
	bool whole;       /* all of it could be written */
	struct str table; /* whose columns go by their own name alone; "": all do */
	bool others;      /* columns of other tables were met */
};

static void expression(struct writer *w, const struct value *v, int depth);

static void put(struct writer *w, struct str s)
{
	if (w->text.len + s.len > SQL_TEXT_MAX) {
		w->whole = false;
		return;
	}
	eval_spend(w->e, w->text.len / 64 + 1);
	w->text = arena_join(eval_arena(w->e), w->text, s);
}

static void put_quoted(struct writer *w, struct str s)
{
	put(w, STR("'"));
	for (size_t from = 0, at = 0; at <= s.len && w->whole; at++) {
		if (at < s.len && s.ptr[at] != '\'')
			continue;
		put(w, str_sub(s, from, at));
		if (at < s.len)
			put(w, STR("''"));
		from = at + 1;
	}
	put(w, STR("'"));
}

static void put_list(struct writer *w, const struct value *call, uint32_t from,
		     struct str separator, int depth)
{
	for (uint32_t i = from; i < call->count && w->whole; i++) {
		if (i > from)
			put(w, separator);
		expression(w, call->items[i], depth + 1);
	}
}

/* What has operators of its own is put in parentheses inside another operation. */
static bool is_compound(const struct value *v)
{
	struct str name = v->kind == VALUE_CALL ? value_last_name(v) : STR("");

	return v->kind == VALUE_EXPR || str_eq(name, STR("and_")) || str_eq(name, STR("or_"));
}

static void operand(struct writer *w, const struct value *v, int depth)
{
	bool compound = is_compound(v);

	if (compound)
		put(w, STR("("));
	expression(w, v, depth + 1);
	if (compound)
		put(w, STR(")"));
}

static struct str sql_operator(struct str python, bool null)
{
	static const struct {
		struct str python, sql;
	} operators[] = {
		{STR_INIT("=="), STR_INIT("=")},          {STR_INIT("!="), STR_INIT("!=")},
		{STR_INIT("<"), STR_INIT("<")},           {STR_INIT("<="), STR_INIT("<=")},
		{STR_INIT(">"), STR_INIT(">")},           {STR_INIT(">="), STR_INIT(">=")},
		{STR_INIT("+"), STR_INIT("+")},           {STR_INIT("-"), STR_INIT("-")},
		{STR_INIT("*"), STR_INIT("*")},           {STR_INIT("/"), STR_INIT("/")},
		{STR_INIT("%"), STR_INIT("%")},           {STR_INIT("&"), STR_INIT("AND")},
		{STR_INIT("|"), STR_INIT("OR")},          {STR_INIT("like"), STR_INIT("LIKE")},
		{STR_INIT("ilike"), STR_INIT("ILIKE")},   {STR_INIT("concat"), STR_INIT("||")},
		{STR_INIT("is_"), STR_INIT("IS")},        {STR_INIT("isnot"), STR_INIT("IS NOT")},
		{STR_INIT("is_not"), STR_INIT("IS NOT")},
	};

	if (null && str_eq(python, STR("==")))
		return STR("IS");
	if (null && str_eq(python, STR("!=")))
		return STR("IS NOT");
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (str_eq(operators[i].python, python))
			return operators[i].sql;
	return STR("");
}

static bool binary(struct writer *w, const struct value *a, struct str python,
		   const struct value *b, int depth)
{
	bool null = b->kind == VALUE_NONE ||
		    (b->kind == VALUE_CALL && str_eq(value_last_name(b), STR("null")));
	struct str sql = sql_operator(python, null);

	if (!sql.len)
		return false;
	operand(w, a, depth);
	put(w, STR(" "));
	put(w, sql);
	put(w, STR(" "));
	operand(w, b, depth);
	return true;
}

static bool operation(struct writer *w, const struct value *v, int depth)
{
	if (v->count == 2)
		return binary(w, v->items[0], v->text, v->items[1], depth);
	if (v->count != 1)
		return false;
	if (str_eq(v->text, STR("~")) || str_eq(v->text, STR("-"))) {
		put(w, v->text.ptr[0] == '~' ? STR("NOT ") : STR("-"));
		operand(w, v->items[0], depth);
		return true;
	}
	return false;
}

/* func.now(), sa.func.lower(x), sqlalchemy.sql.functions.now() */
static bool function(struct writer *w, const struct value *v, int depth)
{
	static const struct str bare[] = {
		STR_INIT("current_timestamp"), STR_INIT("current_date"), STR_INIT("current_time"),
		STR_INIT("localtimestamp"),    STR_INIT("localtime"),    STR_INIT("current_user"),
		STR_INIT("session_user"),      STR_INIT("sysdate"),
	};
	struct str callee = value_callee(v), name;
	ptrdiff_t at = str_find(callee, STR("func."));

	if (str_has(callee, STR(".functions.")))
		at = str_find(callee, STR("functions.")) + 5;
	if (at < 0)
		return false;
	name = str_sub(callee, (size_t)at + 5, callee.len);
	for (size_t i = 0; i < sizeof(bare) / sizeof(bare[0]); i++) {
		if (str_eq_nocase(bare[i], name) && !v->count) {
			for (size_t n = 0; n < name.len; n++) {
				char c = bare[i].ptr[n];
				char upper = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);

				put(w, (struct str){&upper, 1});
			}
			return true;
		}
	}
	put(w, name);
	put(w, STR("("));
	put_list(w, v, 0, STR(", "), depth);
	put(w, STR(")"));
	return true;
}

/* An enumeration by the name that the database knows. */
static void put_type(struct writer *w, const struct value *v)
{
	const struct coltype *type = alembic_type(w->e, v);

	put(w, type->enum_name.len ? type->enum_name : type->text);
}

/* and_(a, b), or_(…), not_(a), desc(a), cast(a, T), literal(a) … */
static bool construct(struct writer *w, const struct value *v, int depth)
{
	struct str name = value_last_name(v);

	if (str_eq(name, STR("and_")) || str_eq(name, STR("or_"))) {
		for (uint32_t i = 0; i < v->count && w->whole; i++) {
			if (i)
				put(w, name.ptr[0] == 'a' ? STR(" AND ") : STR(" OR "));
			operand(w, v->items[i], depth);
		}
		return true;
	}
	if (!v->count) {
		bool yes = str_eq(name, STR("true"));

		if (!yes && !str_eq(name, STR("false")) && !str_eq(name, STR("null")))
			return false;
		put(w, yes ? STR("true") : name.ptr[0] == 'f' ? STR("false") : STR("NULL"));
		return true;
	}
	if (str_eq(name, STR("not_"))) {
		put(w, STR("NOT "));
		operand(w, v->items[0], depth);
	} else if (str_eq(name, STR("desc")) || str_eq(name, STR("asc"))) {
		if (value_is_str(v->items[0]))
			put(w, v->items[0]->text);
		else
			expression(w, v->items[0], depth + 1);
		put(w, name.ptr[0] == 'd' ? STR(" DESC") : STR(" ASC"));
	} else if (str_eq(name, STR("cast")) && v->count > 1) {
		put(w, STR("CAST("));
		expression(w, v->items[0], depth + 1);
		put(w, STR(" AS "));
		put_type(w, v->items[1]);
		put(w, STR(")"));
	} else if (str_eq(name, STR("bindparam"))) {
		put(w, STR(":"));
		put(w, eval_name(w->e, v->items[0]));
	} else if (str_eq(name, STR("literal")) || str_eq(name, STR("type_coerce"))) {
		expression(w, v->items[0], depth + 1);
	} else if (str_eq(name, STR("Sequence"))) {
		put(w, STR("nextval("));
		put_quoted(w, eval_name(w->e, v->items[0]));
		put(w, STR(")"));
	} else {
		return false;
	}
	return true;
}

/* x.desc(), x.is_(None), x.in_([…]), x.op("~")(y), seq.next_value() … */
static bool method(struct writer *w, const struct value *v, int depth)
{
	const struct value *object = v->base->base;
	struct str name = v->base->text;

	if (str_eq(name, STR("desc")) || str_eq(name, STR("asc"))) {
		expression(w, object, depth + 1);
		put(w, name.ptr[0] == 'd' ? STR(" DESC") : STR(" ASC"));
	} else if (str_starts(name, STR("nulls")) || str_starts(name, STR("nulls_"))) {
		expression(w, object, depth + 1);
		put(w, str_ends(name, STR("first")) ? STR(" NULLS FIRST") : STR(" NULLS LAST"));
	} else if (str_eq(name, STR("next_value")) || str_eq(name, STR("label")) ||
		   str_eq(name, STR("self_group"))) {
		expression(w, object, depth + 1);
	} else if (!v->count) {
		return false;
	} else if (str_eq(name, STR("in_")) || str_eq(name, STR("notin_")) ||
		   str_eq(name, STR("not_in"))) {
		if (!value_is_sequence(v->items[0]))
			return false;
		operand(w, object, depth);
		put(w, name.ptr[0] == 'i' ? STR(" IN (") : STR(" NOT IN ("));
		put_list(w, v->items[0], 0, STR(", "), depth);
		put(w, STR(")"));
	} else if (str_eq(name, STR("collate"))) {
		expression(w, object, depth + 1);
		put(w, STR(" COLLATE \""));
		put(w, eval_name(w->e, v->items[0]));
		put(w, STR("\""));
	} else if (str_eq(name, STR("cast"))) {
		put(w, STR("CAST("));
		expression(w, object, depth + 1);
		put(w, STR(" AS "));
		put_type(w, v->items[0]);
		put(w, STR(")"));
	} else {
		return binary(w, object, name, v->items[0], depth);
	}
	return true;
}

/* x.op("~")(y) */
static bool custom_operator(struct writer *w, const struct value *v, int depth)
{
	const struct value *op = v->base;

	if (op->kind != VALUE_CALL || op->base->kind != VALUE_ATTRIBUTE || !op->count ||
	    !v->count || !str_eq(op->base->text, STR("op")) || !value_is_str(op->items[0]))
		return false;
	operand(w, op->base->base, depth);
	put(w, STR(" "));
	put(w, op->items[0]->text);
	put(w, STR(" "));
	operand(w, v->items[0], depth);
	return true;
}

static bool constant(struct writer *w, const struct value *v)
{
	struct str text;

	switch (v->kind) {
	case VALUE_STR:
		put_quoted(w, v->text);
		return true;
	case VALUE_NONE:
		put(w, STR("NULL"));
		return true;
	case VALUE_BOOL:
		put(w, v->number ? STR("true") : STR("false"));
		return true;
	case VALUE_INT:
	case VALUE_FLOAT:
		if (value_to_str(eval_arena(w->e), v, &text))
			put(w, text);
		return true;
	default:
		return false;
	}
}

/* The table of a column, where it is another one. */
static void put_owner(struct writer *w, const struct value *table)
{
	struct str schema, name;

	if (!w->table.len || !table)
		return;
	name = alembic_table_name(w->e, table, &schema);
	if (str_eq(name, w->table))
		return;
	w->others = true;
	put(w, name);
	put(w, STR("."));
}

static struct str imported_column(struct str dotted);

/* app.models.Model.name.is_(None): a name that an import leads to, and a method of a column. */
static const struct value *imported_method(struct writer *w, const struct value *v)
{
	struct str dotted = value_callee(v);
	ptrdiff_t dot = str_rchr(dotted, '.');
	struct value *call, *method;

	if (dot < 0 || !imported_column(str_sub(dotted, 0, (size_t)dot)).len)
		return v;
	call = value_new(eval_arena(w->e), VALUE_CALL, v->at);
	method = value_new(eval_arena(w->e), VALUE_ATTRIBUTE, v->at);
	*call = *v;
	method->text = str_sub(dotted, (size_t)dot + 1, dotted.len);
	method->base = value_ref(eval_arena(w->e), str_sub(dotted, 0, (size_t)dot), v->base->at);
	call->base = method;
	return call;
}

static void expression(struct writer *w, const struct value *v, int depth)
{
	const struct value *text = v->kind == VALUE_STR ? NULL : alembic_text(v), *table;
	struct str column = v->kind == VALUE_STR ? STR("") : alembic_column_name(w->e, v, &table);
	bool written;

	if (depth > SQL_DEPTH || !w->whole) {
		w->whole = false;
		return;
	}
	if (column.len) {
		put_owner(w, table);
		put(w, column);
	} else if (v->kind == VALUE_CALL) {
		v = imported_method(w, v);
		written = (v->base->kind == VALUE_ATTRIBUTE && method(w, v, depth)) ||
			  function(w, v, depth) || custom_operator(w, v, depth);
		if (!written && text)
			put(w, text->text);
		else if (!written)
			w->whole &= v->base->kind != VALUE_ATTRIBUTE && construct(w, v, depth);
	} else if (v->kind == VALUE_EXPR) {
		w->whole &= operation(w, v, depth);
	} else if (!constant(w, v)) {
		w->whole &= depth > 0;
		put(w, eval_hole(w->e, v));
	}
}

bool alembic_write_sql(struct eval *e, const struct value *v, struct str *ret_sql)
{
	struct writer w = {.e = e, .whole = true};

	expression(&w, v, 0);
	if (!w.whole || !w.text.len)
		return false;
	*ret_sql = w.text;
	return true;
}

struct str alembic_sql_of(struct eval *e, const struct value *v, struct str table, bool *ret_others)
{
	struct writer w = {.e = e, .whole = true, .table = table};

	expression(&w, v, 0);
	*ret_others |= w.others;
	return w.whole && w.text.len ? w.text : eval_hole(e, v);
}

struct str alembic_sql(struct eval *e, const struct value *v)
{
	struct str sql;

	if (!v || v->kind == VALUE_NONE)
		return STR("");
	if (value_is_str(v))
		return v->text;
	if (alembic_write_sql(e, v, &sql))
		return sql;
	return v->at ? str_sub(cst_text(eval_cst(e), v->at), 0, LIMIT_LINE_BYTES) : STR("");
}

static bool is_columns(const struct value *v)
{
	return v->kind == VALUE_ATTRIBUTE &&
	       (str_eq(v->text, STR("c")) || str_eq(v->text, STR("columns")));
}

/* Model.name: the name that its Column(…) gives, else the attribute's. */
static struct str mapped_name(struct eval *e, const struct value *class, struct str name)
{
	const struct value *column = value_member(class, name);

	if (column && alembic_is_column(column) && column->count && value_is_str(column->items[0]))
		return eval_name(e, column->items[0]);
	return name;
}

/* app.models.Model.name: a class of another module, by its looks, and an attribute of it. */
static struct str imported_column(struct str dotted)
{
	ptrdiff_t dot = str_rchr(dotted, '.');
	struct str class = str_sub(dotted, 0, dot < 0 ? 0 : (size_t)dot);
	struct str name = str_sub(dotted, class.len + 1, dotted.len);

	if (str_starts(dotted, STR("sqlalchemy.")) || str_starts(dotted, STR("builtins.")) ||
	    !name.len || name.ptr[0] < 'a' || name.ptr[0] > 'z')
		return STR("");
	class = str_sub(class, (size_t)(str_rchr(class, '.') + 1), class.len);
	return class.len && class.ptr[0] >= 'A' && class.ptr[0] <= 'Z' ? name : STR("");
}

struct str alembic_column_name(struct eval *e, const struct value *v,
			       const struct value **ret_table)
{
	*ret_table = NULL;
	if (v->kind == VALUE_REF)
		return imported_column(v->text);
	if (v->kind == VALUE_ATTRIBUTE && is_columns(v->base)) {
		*ret_table = v->base->base;
		return v->text;
	}
	if (v->kind == VALUE_ITEM && is_columns(v->base) && value_is_str(v->items[0])) {
		*ret_table = v->base->base;
		return v->items[0]->text;
	}
	if (v->kind == VALUE_ATTRIBUTE && v->base->kind == VALUE_CLASS &&
	    alembic_is_table(v->base)) {
		*ret_table = v->base;
		return mapped_name(e, v->base, v->text);
	}
	if (v->kind == VALUE_CALL && v->count && v->base->kind == VALUE_REF &&
	    (str_eq(value_last_name(v), STR("column")) || alembic_is_column(v)) &&
	    value_is_str(v->items[0]))
		return v->items[0]->text;
	return STR("");
}
