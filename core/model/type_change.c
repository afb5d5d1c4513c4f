#include "core/model/type_change.h"

#include "core/model/type_change_part.h"

#include <assert.h>

enum {
	FLOAT_DIGITS = 6,   /* decimal digits that single precision keeps … */
	DOUBLE_DIGITS = 15, /* … and double precision */
	WIDTH_DATE = 13,    /* 5874897-01-01 */
	WIDTH_UUID = 36,
};

struct type_conversion change_same(void)
{
	return (struct type_conversion){TYPE_SAME, TRI_YES, TRI_NO, TRI_NO};
}

struct type_conversion change_widens(void)
{
	return (struct type_conversion){TYPE_WIDENS, TRI_YES, TRI_NO, TRI_NO};
}

struct type_conversion change_narrows(bool fails, bool loses)
{
	return (struct type_conversion){TYPE_NARROWS, TRI_YES, fails ? TRI_YES : TRI_NO,
					loses ? TRI_YES : TRI_NO};
}

struct type_conversion change_converts(void)
{
	return (struct type_conversion){TYPE_CONVERTS, TRI_YES, TRI_NO, TRI_NO};
}

struct type_conversion change_replaces(void)
{
	return (struct type_conversion){TYPE_REPLACES, TRI_NO, TRI_YES, TRI_NO};
}

struct type_conversion change_unknown(void)
{
	return (struct type_conversion){TYPE_CHANGE_UNKNOWN, TRI_UNKNOWN, TRI_UNKNOWN, TRI_UNKNOWN};
}

struct type_conversion change_fits(bool fails, bool loses)
{
	return fails || loses ? change_narrows(fails, loses) : change_widens();
}

/* Decimal digits of an integer: the most that a value has, and the most that all of them fit. */
static int64_t digits_most(const struct sql_type *t)
{
	switch (t->length) {
	case 1:
		return 3;
	case 2:
		return 5;
	case 3:
		return t->is_unsigned ? 8 : 7;
	case 4:
		return 10;
	case 8:
		return t->is_unsigned ? 20 : 19;
	default:
		return 38;
	}
}

static int64_t digits_fitting(const struct sql_type *t)
{
	return digits_most(t) - 1;
}

static struct type_conversion integers(const struct sql_type *from, const struct sql_type *to)
{
	bool fits = to->is_unsigned == from->is_unsigned ? to->length >= from->length
		    : to->is_unsigned                    ? false
							 : to->length > from->length;

	return change_fits(!fits, false);
}

static struct type_conversion integer_to_decimal(const struct sql_type *from,
						 const struct sql_type *to)
{
	return change_fits(to->length >= 0 && to->length - to->scale < digits_most(from), false);
}

static struct type_conversion decimal_to_integer(const struct sql_type *from,
						 const struct sql_type *to)
{
	int64_t whole = from->length < 0 ? INT64_MAX : from->length - from->scale;

	return change_fits(whole > digits_fitting(to), from->length < 0 || from->scale > 0);
}

static struct type_conversion decimals(const struct sql_type *from, const struct sql_type *to)
{
	bool cuts;

	if (to->length < 0)
		return change_widens();
	if (from->length < 0)
		return change_narrows(true, true);
	cuts = to->scale < from->scale; /* and rounding up may need one digit more */
	return change_fits(to->length - to->scale < from->length - from->scale + cuts, cuts);
}

static struct type_conversion to_float(const struct sql_type *from, const struct sql_type *to)
{
	int64_t keeps = to->length == 4 ? FLOAT_DIGITS : DOUBLE_DIGITS;

	if (from->family == TYPE_FLOAT)
		return to->length >= from->length ? change_widens() : change_narrows(true, true);
	if (from->family == TYPE_INTEGER)
		return change_fits(false, from->length >= to->length);
	if (from->length < 0)
		return change_narrows(true, true);
	/* a decimal fraction is none in binary, but comes back as the same */
	return from->length > keeps ? change_narrows(false, true) : change_converts();
}

static struct type_conversion from_float(const struct sql_type *from, const struct sql_type *to)
{
	(void)from;
	if (to->family == TYPE_INTEGER || to->length >= 0)
		return change_narrows(true, true);
	return change_narrows(false, true); /* as many digits as are surely right */
}

struct type_conversion change_numbers(const struct sql_type *from, const struct sql_type *to)
{
	if (to->family == TYPE_FLOAT)
		return to_float(from, to);
	if (from->family == TYPE_FLOAT)
		return from_float(from, to);
	if (from->family == TYPE_INTEGER)
		return to->family == TYPE_INTEGER ? integers(from, to)
						  : integer_to_decimal(from, to);
	return to->family == TYPE_INTEGER ? decimal_to_integer(from, to) : decimals(from, to);
}

struct type_conversion change_seconds(const struct sql_type *from, const struct sql_type *to,
				      int64_t default_digits)
{
	int64_t before = from->length < 0 ? default_digits : from->length;
	int64_t after = to->length < 0 ? default_digits : to->length;

	return change_fits(false, after < before);
}

static int64_t longest_label(const struct sql_type *type)
{
	int64_t longest = 0;

	for (uint32_t i = 0; i < type->label_count; i++) {
		if (!name_known(type->labels[i]) && type->labels[i].len)
			return -1;
		if ((int64_t)type->labels[i].len > longest)
			longest = (int64_t)type->labels[i].len;
	}
	return type->label_count ? longest : -1;
}

int64_t change_text_width(const struct sql_type *type)
{
	switch (type->family) {
	case TYPE_TEXT:
		return type->length;
	case TYPE_INTEGER:
		return digits_most(type) + !type->is_unsigned;
	case TYPE_DECIMAL:
		/* a sign, the point, and a zero before it */
		return type->length < 0 ? -1 : type->length + 1 + 2 * (type->scale > 0);
	case TYPE_BOOLEAN:
		return sizeof("false") - 1;
	case TYPE_DATE:
		return WIDTH_DATE;
	case TYPE_UUID:
		return WIDTH_UUID;
	case TYPE_ENUM:
		return longest_label(type);
	default:
		return -1;
	}
}

static bool is_number(const struct sql_type *t)
{
	return t->family == TYPE_INTEGER || t->family == TYPE_DECIMAL || t->family == TYPE_FLOAT;
}

/* What SQLite makes of a declared name: text keeps text, anything else may make numbers of it. */
static bool has_text_affinity(const struct sql_type *t)
{
	return str_find_nocase(t->text, STR("CHAR")) >= 0 ||
	       str_find_nocase(t->text, STR("CLOB")) >= 0 ||
	       str_find_nocase(t->text, STR("TEXT")) >= 0;
}

/* Is it kept as text, whatever is declared? SQLAlchemy writes dates and JSON as text. */
static bool keeps_text(const struct sql_type *t)
{
	switch (t->family) {
	case TYPE_TEXT:
	case TYPE_DATE:
	case TYPE_TIME:
	case TYPE_TIMESTAMP:
	case TYPE_JSON:
	case TYPE_UUID:
		return true;
	default:
		return false;
	}
}

/*
 * SQLite holds no column to its type. Alembic's batch mode copies rows, and writes a CAST where
 * SQLAlchemy's kind of type changes, which makes the number 2020 of '2020-01-31'.
 */
static struct type_conversion on_sqlite(const struct sql_type *from, const struct sql_type *to)
{
	if (from->family == to->family)
		return change_widens();
	if (to->family == TYPE_BINARY)
		return change_converts();
	if (keeps_text(from))
		return has_text_affinity(to)
			       ? change_widens()
			       : (struct type_conversion){TYPE_REPLACES, TRI_YES, TRI_NO, TRI_YES};
	if (has_text_affinity(to))
		return from->family == TYPE_BINARY ? change_narrows(false, true)
						   : change_converts();
	if (from->family == TYPE_BINARY)
		return change_unknown();
	if (from->family == TYPE_FLOAT || from->family == TYPE_DECIMAL)
		return to->family == TYPE_INTEGER ? change_narrows(false, true) : change_widens();
	return from->family == TYPE_BOOLEAN || is_number(to) ? change_widens() : change_unknown();
}

/* SQL Server and Oracle: what is the same everywhere; Oracle changes the kind of empty columns only. */
static struct type_conversion on_others(const struct sql_type *from, const struct sql_type *to,
					dialect_set one)
{
	if (is_number(from) && is_number(to) && one == DIALECT_MSSQL)
		return change_numbers(from, to);
	if (from->family == TYPE_DECIMAL && to->family == TYPE_DECIMAL)
		return change_numbers(from, to);
	if (from->native == to->native && from->family != TYPE_OTHER)
		return change_fits(
			to->length >= 0 && (from->length < 0 || from->length > to->length), false);
	if (one == DIALECT_ORACLE && from->family != to->family)
		return change_replaces();
	return change_unknown();
}

struct type_conversion sql_type_convert(const struct sql_type *from, const struct sql_type *to,
					dialect_set one)
{
	if (str_eq(from->text, to->text) && from->family == to->family)
		return change_same();
	if (from->family == TYPE_UNKNOWN || to->family == TYPE_UNKNOWN)
		return change_unknown();
	switch (one) {
	case DIALECT_POSTGRESQL:
		return change_on_postgresql(from, to);
	case DIALECT_MYSQL:
	case DIALECT_MARIADB:
		return str_eq(from->text, to->text) ? change_same() : change_on_mysql(from, to);
	case DIALECT_SQLITE:
		return on_sqlite(from, to);
	case DIALECT_MSSQL:
	case DIALECT_ORACLE:
		return from->size_unknown || to->size_unknown ? change_unknown()
							      : on_others(from, to, one);
	default:
		return change_unknown();
	}
}

enum type_change sql_type_change(const struct sql_type *from, const struct sql_type *to,
				 dialect_set one)
{
	return sql_type_convert(from, to, one).change;
}

struct str type_change_name(enum type_change change)
{
	static const struct str names[TYPE_CHANGE_COUNT] = {
		STR_INIT("same"),     STR_INIT("widens"),   STR_INIT("narrows"),
		STR_INIT("converts"), STR_INIT("replaces"), STR_INIT("unknown"),
	};

	assert(change < TYPE_CHANGE_COUNT);
	return names[change];
}
