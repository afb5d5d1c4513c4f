#include "frontends/sql/sql_token.h"

/* Longer than any hole that the evaluator makes; keeps the search for the brace linear. */
enum { HOLE_BYTES = 512 };

size_t sql_hole_end(struct str text, size_t at)
{
	size_t limit = text.len - at > HOLE_BYTES ? at + HOLE_BYTES : text.len, i = at + 1;

	while (i < limit && text.ptr[i] != '{' && text.ptr[i] != '}' && text.ptr[i] != '\n')
		i++;
	return i < limit && text.ptr[i] == '}' && i > at + 1 ? i + 1 : 0;
}

bool sql_ends_operand(struct str text, const struct sql_token *token)
{
	static const struct str before_value[] = {
		STR_INIT("and"),     STR_INIT("or"),        STR_INIT("not"),
		STR_INIT("where"),   STR_INIT("in"),        STR_INIT("values"),
		STR_INIT("like"),    STR_INIT("ilike"),     STR_INIT("limit"),
		STR_INIT("offset"),  STR_INIT("set"),       STR_INIT("select"),
		STR_INIT("then"),    STR_INIT("else"),      STR_INIT("when"),
		STR_INIT("between"), STR_INIT("by"),        STR_INIT("on"),
		STR_INIT("having"),  STR_INIT("returning"), STR_INIT("default"),
		STR_INIT("is"),      STR_INIT("case"),      STR_INIT("interval"),
		STR_INIT("from"),    STR_INIT("join"),      STR_INIT("into"),
		STR_INIT("as"),      STR_INIT("using"),     STR_INIT("distinct"),
	};
	struct str word = str_sub(text, token->at, token->end);

	if (token->kind == SQL_PUNCT)
		return word.ptr[0] == ')' || word.ptr[0] == ']';
	if (token->kind != SQL_WORD)
		return token->kind != SQL_OPERATOR;
	for (size_t i = 0; i < sizeof(before_value) / sizeof(before_value[0]); i++)
		if (str_eq_nocase(word, before_value[i]))
			return false;
	return true;
}

bool sql_is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

bool sql_precedes_table(struct str text, const struct sql_token *token)
{
	static const struct str words[] = {STR_INIT("table"), STR_INIT("into"),
					   STR_INIT("from"),  STR_INIT("update"),
					   STR_INIT("join"),  STR_INIT("exists")};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_nocase(str_sub(text, token->at, token->end), words[i]))
			return true;
	return false;
}
