from alembic import op

revision = "bl1"
down_revision = "bl0"


def upgrade():
    op.execute(b"DELETE FROM a")
    op.execute(u"DELETE FROM b")
    op.execute(rf"DELETE FROM {'c'} WHERE x ~ '\d'")
    op.execute("DELETE FROM d " 'WHERE x = 1 ' """AND y = 2""")
    op.execute("DELETE FROM e WHERE x = 'it\'s'")
    op.execute('DELETE FROM "f"')
    op.execute("""DELETE
FROM g""")
    op.execute("DELETE FROM h \
WHERE x = 1")
    op.execute(f"{'DELETE'} FROM {'i':s} WHERE n = {5:03d}")
    op.execute(f"DELETE FROM j WHERE x = {1.5} AND y = {True} AND z = {None}")
    op.execute("DELETE FROM k WHERE x = '%%'")
    op.execute("DELETE FROM l WHERE x LIKE '%s%%'" % "a")
    ...
    -1
    1j


def downgrade():
    op.execute("DELETE FROM " f"{'m'}" " WHERE 1 = 1")
