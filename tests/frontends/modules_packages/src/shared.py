LIMIT = 8 * 4
