#include "reports/uri.h"

#include "core/base/out.h"

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/*
 * The text with every byte encoded but letters, digits and those in `plain`. Bytes that are not
 * UTF-8 become U+FFFD first, as everywhere in JSON.
 */
static struct str encode(struct arena *a, struct str s, const char *plain)
{
	static const char digits[] = "0123456789ABCDEF";
	char *text = arena_alloc(a, s.len * 9 + 1);
	size_t len = 0;

	for (size_t at = 0; at < s.len;) {
		size_t width = str_utf8_at(s, at);
		struct str piece = width ? str_sub(s, at, at + width) : STR("\xef\xbf\xbd");

		for (size_t i = 0; i < piece.len; i++) {
			unsigned char byte = (unsigned char)piece.ptr[i];

			if (byte && (is_alnum((char)byte) || strchr(plain, byte))) {
				text[len++] = (char)byte;
				continue;
			}
			text[len++] = '%';
			text[len++] = digits[byte >> 4];
			text[len++] = digits[byte & 15];
		}
		at += width ? width : 1;
	}
	return (struct str){text, len};
}

struct str uri_path(struct arena *a, struct str path)
{
	struct str left = path, part;

	if (!path.len || path.ptr[path.len - 1] == '/')
		return STR("");
	while (str_split(&left, '/', &part))
		if (!part.len || str_eq(part, STR(".")) || str_eq(part, STR("..")))
			return STR("");
	return encode(a, path, "/-._~!$&'()*+,;=@");
}

/* "https", "git+ssh": what may stand before "://" */
static bool is_scheme(struct str s)
{
	if (!s.len || !is_alnum(s.ptr[0]) || (s.ptr[0] >= '0' && s.ptr[0] <= '9'))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!is_alnum(s.ptr[i]) && s.ptr[i] != '+' && s.ptr[i] != '-' && s.ptr[i] != '.')
			return false;
	return true;
}

/* Are all percent signs those of an encoding? */
static bool is_encoded(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '%' &&
		    (i + 2 >= s.len || !is_hex(s.ptr[i + 1]) || !is_hex(s.ptr[i + 2])))
			return false;
	return true;
}

struct str uri_origin(struct arena *a, struct str origin)
{
	ptrdiff_t scheme = str_find(origin, STR("://"));
	ptrdiff_t colon = str_chr(origin, ':'), slash = str_chr(origin, '/');
	struct str host, path;

	if (scheme > 0 && is_scheme(str_sub(origin, 0, (size_t)scheme)))
		return encode(a, origin,
			      is_encoded(origin) ? "/:?@-._~!$&'()*+,;=%" : "/:?@-._~!$&'()*+,;=");
	if (slash == 0)
		return arena_join(a, STR("file://"), encode(a, origin, "/-._~!$&'()*+,;=@"));
	if (colon <= 0 || (slash >= 0 && slash < colon))
		return STR("");
	host = encode(a, str_sub(origin, 0, (size_t)colon), "-._~@");
	path = encode(a, str_sub(origin, (size_t)colon + 1, origin.len), "/-._~!$&'()*+,;=@");
	return arena_printf(a, "ssh://" STR_FMT "%s" STR_FMT, STR_ARG(host),
			    path.len && path.ptr[0] == '/' ? "" : "/", STR_ARG(path));
}
