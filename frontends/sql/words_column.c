#include "frontends/sql/words.h"

/* A whole number that is the token, else -1. */
static int64_t number_at(const struct words *w, uint32_t i)
{
	struct str text = sql_token_text(w->s, i);
	int64_t value = 0;

	if (i >= w->s->count || w->s->tokens[i].kind != SQL_NUMBER || text.len > 9)
		return -1;
	for (size_t at = 0; at < text.len; at++) {
		if (text.ptr[at] < '0' || text.ptr[at] > '9')
			return -1;
		value = value * 10 + (text.ptr[at] - '0');
	}
	return value;
}

static void set_labels(struct words *w, uint32_t open, uint32_t close, struct coltype *type)
{
	struct words_names labels = {0};

	for (uint32_t i = open + 1; i < close; i++)
		if (!sql_is_punct(w->s, i, ','))
			*vec_push(w->s->arena, &labels) = w->s->tokens[i].kind == SQL_STRING
								  ? sql_string_value(w->s, i)
								  : sql_identifier(w->s, i);
	type->labels = labels.items;
	type->label_count = labels.count;
}

/* The words that belong to a type after its first: DOUBLE PRECISION, TIMESTAMP WITH TIME ZONE. */
static bool accept_type_word(struct words *w)
{
	return words_accept_any(w, "UNSIGNED SIGNED ZEROFILL PRECISION VARYING LARGE OBJECT RAW") ||
	       words_accept_all(w, "WITH TIME ZONE") || words_accept_all(w, "WITHOUT TIME ZONE") ||
	       words_accept_all(w, "WITH LOCAL TIME ZONE");
}

/* "VARCHAR(255)", "INTEGER UNSIGNED": the words in capitals, the first by its own name. */
static struct str type_text(const struct words *w, struct str first, uint32_t from, uint32_t to)
{
	const struct sql_token *tokens = w->s->tokens;
	struct str rest;
	char *text = arena_alloc(w->s->arena, first.len + tokens[to - 1].end - tokens[from].at + 1);
	size_t len = first.len;

	memcpy(text, first.ptr, first.len);
	for (uint32_t i = from + 1; i < to; i++) {
		rest = sql_token_text(w->s, i);
		if (tokens[i].at > tokens[i - 1].end && tokens[i].kind == SQL_WORD)
			text[len++] = ' ';
		for (size_t at = 0; at < rest.len; at++) {
			bool lower = rest.ptr[at] >= 'a' && rest.ptr[at] <= 'z' &&
				     tokens[i].kind == SQL_WORD &&
				     !(tokens[i].flags & SQL_HAS_HOLE);

			text[len++] = lower ? (char)(rest.ptr[at] - 'a' + 'A') : rest.ptr[at];
		}
	}
	return (struct str){text, len};
}

static void type_modifiers(struct words *w, struct coltype *type)
{
	uint32_t open = w->at;

	if (!words_skip_group(w))
		return;
	if (str_eq(type->name, STR("ENUM")) || str_eq(type->name, STR("SET"))) {
		set_labels(w, open, w->at - 1, type);
		return;
	}
	type->length = number_at(w, open + 1);
	if (sql_is_punct(w->s, open + 2, ','))
		type->scale = number_at(w, open + 3);
}

bool words_type(struct words *w, const struct coltype **ret)
{
	struct coltype *type = arena_new(w->s->arena, struct coltype);
	uint32_t from = w->at;
	struct words_name name;
	bool one_token;

	words_accept(w, "NATIONAL");
	if (!words_name(w, &name))
		return false;
	one_token = w->at == from + 1 && !(w->s->tokens[from].flags & SQL_HAS_HOLE);
	while (accept_type_word(w))
		;
	type->name = sql_type_name(name.name);
	type->length = type->scale = -1;
	type_modifiers(w, type);
	while (accept_type_word(w))
		;
	type->text = one_token ? type_text(w, type->name, from, w->at)
			       : sql_slice(w->s, from, w->at);
	*ret = type;
	return true;
}

bool words_references(struct words *w, struct reference *ret)
{
	struct words_names columns;
	struct words_name table;

	if (!words_accept(w, "REFERENCES") || !words_name(w, &table))
		return false;
	ret->table = table.name;
	ret->schema = table.schema;
	if (sql_is_punct(w->s, w->at, '(')) {
		if (!words_columns(w, &columns))
			return false;
		ret->columns = columns.items;
		ret->column_count = columns.count;
	}
	if (words_accept(w, "MATCH"))
		w->at++;
	while (words_are(w, "ON") && sql_is_any(w->s, w->at + 1, "DELETE UPDATE")) {
		bool deletes = sql_is(w->s, w->at + 1, "DELETE");
		struct str action;

		w->at += 2;
		action = sql_action(w->s, w->at);
		if (!words_accept_all(w, "SET NULL") && !words_accept_all(w, "SET DEFAULT") &&
		    !words_accept_all(w, "NO ACTION") && !words_accept_any(w, "CASCADE RESTRICT")) {
			if (!sql_is_hole(w->s, w->at, w->at + 1))
				return false;
			action = sql_token_text(w->s, w->at++);
		}
		*(deletes ? &ret->ondelete : &ret->onupdate) = action;
	}
	return true;
}

bool words_is_constraint(const struct words *w)
{
	const struct sql_statement *s = w->s;
	uint32_t i = w->at;

	if (sql_is(s, i, "CONSTRAINT"))
		return true;
	if (sql_is_any(s, i, "PRIMARY FOREIGN"))
		return sql_is(s, i + 1, "KEY");
	if (sql_is(s, i, "CHECK"))
		return sql_is_punct(s, i + 1, '(');
	return sql_is(s, i, "UNIQUE");
}

/* What may follow a constraint without changing what it is about. */
static bool pass_constraint_tail(struct words *w, struct constraint *constraint)
{
	for (;;) {
		if (words_accept_all(w, "NOT DEFERRABLE") || words_accept_all(w, "NOT ENFORCED"))
			continue;
		if (words_accept(w, "DEFERRABLE")) {
			constraint->deferrable = true;
			continue;
		}
		if (words_accept_all(w, "NOT VALID")) {
			constraint->not_valid = true;
			continue;
		}
		if (words_accept_all(w, "ON CONFLICT")) {
			w->at++;
			continue;
		}
		if (words_accept_all(w, "NOT FOR REPLICATION") ||
		    words_accept_all(w, "USING INDEX"))
			continue;
		if (words_accept_any(w, "INITIALLY USING COMMENT TABLESPACE ON")) {
			w->at++; /* DEFERRED, BTREE, 'text', a file group */
			continue;
		}
		if (words_are(w, "WITH") && sql_is_punct(w->s, w->at + 1, '(')) {
			w->at++;
			if (!words_skip_group(w))
				return false;
			continue;
		}
		if (!words_accept_any(w, "CLUSTERED NONCLUSTERED ENFORCED ENABLE DISABLE VALIDATE "
					 "NOVALIDATE INVISIBLE VISIBLE AUTOINCREMENT"))
			return w->at <= w->s->count;
	}
}

static bool key_columns(struct words *w, struct constraint *constraint)
{
	struct words_names columns;

	words_accept_any(w, "CLUSTERED NONCLUSTERED");
	if (words_accept(w, "USING"))
		w->at++;
	/* MySQL names the index here */
	if (!sql_is_punct(w->s, w->at, '(')) {
		struct str name;

		if (!words_identifier(w, &name))
			return false;
		if (!constraint->name.len)
			constraint->name = name;
		if (words_accept(w, "USING"))
			w->at++;
	}
	if (!words_columns(w, &columns))
		return false;
	constraint->columns = columns.items;
	constraint->column_count = columns.count;
	return true;
}

bool words_constraint(struct words *w, struct constraint *ret)
{
	uint32_t open;

	*ret = (struct constraint){.kind = CONSTRAINT_UNKNOWN};
	if (words_accept(w, "CONSTRAINT") && !words_is_constraint(w) &&
	    !words_identifier(w, &ret->name))
		return false;
	if (words_accept_all(w, "PRIMARY KEY")) {
		ret->kind = CONSTRAINT_PRIMARY_KEY;
		return key_columns(w, ret) && pass_constraint_tail(w, ret);
	}
	if (words_accept(w, "UNIQUE")) {
		ret->kind = CONSTRAINT_UNIQUE;
		words_accept_any(w, "INDEX KEY");
		return key_columns(w, ret) && pass_constraint_tail(w, ret);
	}
	if (words_accept_all(w, "FOREIGN KEY")) {
		ret->kind = CONSTRAINT_FOREIGN_KEY;
		return key_columns(w, ret) && words_references(w, &ret->references) &&
		       pass_constraint_tail(w, ret);
	}
	if (!words_accept(w, "CHECK"))
		return false;
	ret->kind = CONSTRAINT_CHECK;
	open = w->at;
	if (!words_skip_group(w))
		return false;
	ret->condition = sql_slice(w->s, open + 1, w->at - 1);
	return pass_constraint_tail(w, ret);
}
