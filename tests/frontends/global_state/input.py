from alembic import op

revision = "gs1"
down_revision = "gs0"

tables = ["a", "b"]
suffix = "x"


def rename():
    global suffix
    suffix = "y"


def upgrade():
    rename()
    op.drop_table("t_" + suffix)
    tables.append("c")
    for table in tables:
        op.drop_table(table)
    del tables[0]
    for table in tables:
        op.drop_index(table)


def downgrade():
    op.drop_table("t_" + suffix)
    for table in tables:
        op.drop_table(table)
