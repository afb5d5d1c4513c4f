a = b = ((c))
b: str = a
(d, *e), f.g = a, b
a = {**a, "k": a, 1: a}
x = f"{x}{x!r}{x:>{y}}" "\x41\n\'" + b"SET lock_timeout = 1" % (x,)
lambda q: context.configure(q, version_table=x, **a)
with open(x) as (h, i): c.execute(x)
if (n := 1): c.execute(text(n))
elif is_sqlite: c.execute(str("SET lock_timeout TO DEFAULT").strip())
print >>f, `x`
