TABLE = "users"
def broken(:
