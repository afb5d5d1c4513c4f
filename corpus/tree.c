#include "corpus/tree.h"

#include "core/base/err.h"

enum {
	MODE_TYPE = 0170000,
	MODE_TREE = 0040000,
	MODE_FILE = 0100000,
	MODE_SYMLINK = 0120000,
	MODE_SUBMODULE = 0160000,
	MODE_DIGITS = 7,
};

static enum tree_entry_kind kind_of(uint32_t mode)
{
	/* 7777777 has a type by its bits, but it is nobody's mode. */
	if (mode & ~(uint32_t)(MODE_TYPE | 07777))
		return ENTRY_UNKNOWN;
	switch (mode & MODE_TYPE) {
	case MODE_TREE:
		return ENTRY_TREE;
	case MODE_FILE:
		return ENTRY_BLOB;
	case MODE_SYMLINK:
		return ENTRY_SYMLINK;
	case MODE_SUBMODULE:
		return ENTRY_SUBMODULE;
	default:
		return ENTRY_UNKNOWN;
	}
}

/* "<octal mode> <name>\0<20 bytes>" */
int tree_next(struct str *tree, struct tree_entry *ret_entry)
{
	struct tree_entry entry = {0};
	ptrdiff_t space, end;

	if (tree->len == 0)
		return 0;
	space = str_chr(str_sub(*tree, 0, MODE_DIGITS + 1), ' ');
	end = str_chr(*tree, '\0');
	if (space <= 0 || end < space || tree->len - (size_t)end - 1 < OID_BYTES)
		return ERR_CORRUPT;
	for (ptrdiff_t i = 0; i < space; i++) {
		char c = tree->ptr[i];

		if (c < '0' || c > '7')
			return ERR_CORRUPT;
		entry.mode = entry.mode * 8 + (uint32_t)(c - '0');
	}
	entry.kind = kind_of(entry.mode);
	entry.name = str_sub(*tree, (size_t)space + 1, (size_t)end);
	memcpy(entry.id.bytes, tree->ptr + end + 1, OID_BYTES);
	*tree = str_sub(*tree, (size_t)end + 1 + OID_BYTES, tree->len);
	*ret_entry = entry;
	return 1;
}

bool tree_name_is_good(struct str name)
{
	return name.len && !str_eq(name, STR(".")) && !str_eq(name, STR("..")) &&
	       !str_eq_nocase(name, STR(".git")) && str_chr(name, '/') < 0;
}
