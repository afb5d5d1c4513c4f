from alembic import op

revision = "ls1"
down_revision = "ls0"


def upgrade():
    first = True
    count = 0
    for row in op.get_bind().execute("SELECT id FROM t"):
        if first:
            first = False
            continue
        op.execute("DELETE FROM u WHERE n = %d" % count)
        count += 1
    op.execute("UPDATE t SET n = %d WHERE 1 = 1" % count)
    total = 0
    for i in range(3):
        total += i
    op.drop_table("t%d" % total)
    i = 0
    while i < 3:
        op.drop_index("ix_%d" % i)
        i += 1


def downgrade():
    pass
