/*
 * MySQL and MariaDB make anything of anything; in strict mode, which is the default, the statement
 * fails where a value does not fit.
 */
#include "core/model/type_change_part.h"

enum {
	BYTES_PER_CHARACTER = 4, /* of utf8mb4 */
	DEFAULT_SECONDS = 0,
	LABEL_PAIRS_MAX = 1000 * 1000, /* that are compared: a thousand labels with as many */
};

static bool counts_bytes(enum native_type native)
{
	return native == NATIVE_MY_TINYTEXT || native == NATIVE_MY_TEXT ||
	       native == NATIVE_MY_MEDIUMTEXT || native == NATIVE_MY_LONGTEXT;
}

static bool is_string(const struct sql_type *t)
{
	return t->family == TYPE_TEXT || counts_bytes(t->native);
}

static bool is_number(const struct sql_type *t)
{
	return t->family == TYPE_INTEGER || t->family == TYPE_DECIMAL || t->family == TYPE_FLOAT ||
	       t->family == TYPE_BOOLEAN;
}

/* BOOL is an integer of one byte. */
static struct sql_type as_number(const struct sql_type *t)
{
	struct sql_type number = *t;

	if (t->family == TYPE_BOOLEAN)
		number.family = TYPE_INTEGER;
	return number;
}

static struct type_conversion numbers(const struct sql_type *from, const struct sql_type *to)
{
	struct sql_type a = as_number(from), b = as_number(to);
	struct type_conversion result = change_numbers(&a, &b);

	if (b.is_unsigned && !a.is_unsigned && result.fails == TRI_NO)
		return change_narrows(true, result.loses == TRI_YES);
	return result;
}

/* Does what has at most `width` characters fit? -1: of any length. */
static bool has_room(const struct sql_type *to, int64_t width, bool ascii)
{
	int64_t room = to->length;

	if (counts_bytes(to->native) && !ascii)
		room /= BYTES_PER_CHARACTER;
	return to->native == NATIVE_MY_LONGTEXT || (width >= 0 && width <= room);
}

static struct type_conversion strings(const struct sql_type *from, const struct sql_type *to)
{
	bool both = counts_bytes(from->native) && counts_bytes(to->native);
	bool fails = both ? from->length > to->length : !has_room(to, from->length, false);

	if (from->size_unknown || to->size_unknown)
		return to->native == NATIVE_MY_LONGTEXT ? change_widens() : change_unknown();
	return change_fits(fails, false);
}

static struct type_conversion binaries(const struct sql_type *from, const struct sql_type *to)
{
	bool blob = to->native == NATIVE_MY_LONGBLOB;

	if (from->size_unknown || to->size_unknown)
		return blob ? change_widens() : change_unknown();
	if (to->fixed && (!from->fixed || to->length > from->length))
		return change_narrows(from->length > to->length, true); /* padded with zeros */
	return change_fits(!blob && from->length > to->length, false);
}

static bool has_label(const struct sql_type *t, struct str label)
{
	for (uint32_t i = 0; i < t->label_count; i++)
		if (str_eq_nocase(t->labels[i], label))
			return true;
	return false;
}

static struct type_conversion enums(const struct sql_type *from, const struct sql_type *to)
{
	if (!from->label_count || !to->label_count)
		return change_unknown();
	if ((uint64_t)from->label_count * to->label_count > LABEL_PAIRS_MAX)
		return change_unknown();
	for (uint32_t i = 0; i < from->label_count; i++)
		if (!name_known(from->labels[i]) && from->labels[i].len)
			return change_unknown();
		else if (!has_label(to, from->labels[i]))
			return change_narrows(true, false);
	return change_widens();
}

static bool is_moment(const struct sql_type *t)
{
	return t->family == TYPE_TIMESTAMP || t->family == TYPE_DATE || t->family == TYPE_TIME;
}

static struct type_conversion moments(const struct sql_type *from, const struct sql_type *to)
{
	struct type_conversion seconds = change_seconds(from, to, DEFAULT_SECONDS);

	if (from->native == to->native)
		return seconds;
	if (to->family == TYPE_TIME || from->family == TYPE_TIME || to->family == TYPE_DATE)
		return change_narrows(false, true);
	if (to->native == NATIVE_MY_TIMESTAMP) /* from 1970 to 2038 */
		return change_narrows(true, seconds.loses == TRI_YES);
	return seconds.loses == TRI_YES ? change_narrows(false, true) : change_converts();
}

static struct type_conversion to_string(const struct sql_type *from, const struct sql_type *to)
{
	enum { WIDTH_MOMENT = 26 }; /* 2020-01-31 00:00:00.000000 */
	int64_t width = is_moment(from) ? WIDTH_MOMENT : change_text_width(from);

	if (from->size_unknown || to->size_unknown)
		return change_unknown();
	if (from->family == TYPE_BINARY)
		return change_narrows(true, false); /* bytes that are no characters */
	return has_room(to, width, from->family != TYPE_ENUM) ? change_converts()
							      : change_narrows(true, false);
}

struct type_conversion change_on_mysql(const struct sql_type *from, const struct sql_type *to)
{
	if (is_number(from) && is_number(to))
		return from->size_unknown || to->size_unknown ? change_unknown()
							      : numbers(from, to);
	if (is_string(to))
		return is_string(from) ? strings(from, to) : to_string(from, to);
	if (from->family == TYPE_BINARY && to->family == TYPE_BINARY)
		return binaries(from, to);
	if (from->family == TYPE_ENUM && to->family == TYPE_ENUM)
		return enums(from, to);
	if (is_moment(from) && is_moment(to))
		return moments(from, to);
	if (is_string(from) && (to->family == TYPE_ENUM || to->family == TYPE_JSON))
		return change_narrows(true, false); /* whatever is no label, no document */
	if (is_string(from) && to->family == TYPE_BINARY)
		return to->native == NATIVE_MY_LONGBLOB ? change_converts() : change_unknown();
	if (is_string(from))
		return (struct type_conversion){TYPE_REPLACES, TRI_YES, TRI_YES, TRI_YES};
	return change_unknown();
}
