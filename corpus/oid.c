#include "corpus/oid.h"

int oid_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool oid_parse(struct str hex, struct oid *ret_id)
{
	struct oid id;

	if (hex.len != OID_HEX)
		return false;
	for (size_t i = 0; i < OID_BYTES; i++) {
		int high = oid_digit(hex.ptr[2 * i]), low = oid_digit(hex.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		id.bytes[i] = (unsigned char)(high << 4 | low);
	}
	*ret_id = id;
	return true;
}

void oid_format(const struct oid *id, char ret_hex[OID_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < OID_BYTES; i++) {
		ret_hex[2 * i] = digits[id->bytes[i] >> 4];
		ret_hex[2 * i + 1] = digits[id->bytes[i] & 15];
	}
	ret_hex[OID_HEX] = '\0';
}

struct str oid_hex(struct arena *arena, const struct oid *id)
{
	char hex[OID_HEX + 1];

	oid_format(id, hex);
	return arena_str(arena, (struct str){hex, OID_HEX});
}

bool oid_take_line(struct str *content, struct str word, struct oid *ret_id)
{
	size_t end = word.len + OID_HEX;

	if (!str_starts(*content, word) || content->len <= end || content->ptr[end] != '\n' ||
	    !oid_parse(str_sub(*content, word.len, end), ret_id))
		return false;
	*content = str_sub(*content, end + 1, content->len);
	return true;
}
