#include "frontends/sql/sql_block.h"
#include "frontends/sql/words.h"

static void read_raise(struct sql_statement *s)
{
	/* a message; without a level it is an error */
	if (sql_is(s, 0, "RAISE") && sql_is_any(s, 1, "NOTICE WARNING INFO LOG DEBUG"))
		return;
	sql_emit(s, OP_RAISE);
}

/* name := value, r.name = value */
static bool is_assignment(const struct sql_statement *s)
{
	uint32_t i = 0;

	while (i + 2 < s->count && sql_is_punct(s, i + 1, '.'))
		i += 2;
	if (i + 1 >= s->count || s->tokens[i].kind > SQL_QUOTED)
		return false;
	return sql_is_punct(s, i + 1, '=') || str_eq(sql_token_text(s, i + 1), STR(":="));
}

void sql_read_simple(struct sql_statement *s)
{
	static const char *const inert =
		"NULL RETURN EXIT CONTINUE GET ASSERT OPEN FETCH MOVE CLOSE PRINT DECLARE";
	struct words w = {s, 0};

	if (sql_is_any(s, 0, "RAISE RAISERROR THROW")) {
		read_raise(s);
	} else if (sql_is_any(s, 0, inert) || is_assignment(s)) {
		if (words_is_impure(&w))
			sql_emit(s, OP_RAW_SQL);
	} else if (sql_is(s, 0, "PERFORM")) {
		struct str query = sql_slice(s, 1, s->count);

		sql_read_made(s, arena_join(s->arena, STR("SELECT "), query), s->how->holes);
	} else if (sql_is(s, 0, "EXECUTE") && (s->plpgsql || sql_is(s, 1, "IMMEDIATE"))) {
		sql_execute(s, sql_is(s, 1, "IMMEDIATE") ? 2 : 1, s->count);
	} else {
		sql_read_statement(s);
	}
}
