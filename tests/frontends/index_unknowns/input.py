# Indexes made again from what the database has: whether they are unique is not known.
import sqlalchemy as sa
from alembic import op

revision = "iu1"
down_revision = "iu0"


def upgrade():
    inspector = sa.inspect(op.get_bind())
    indexes = []
    for index in inspector.get_indexes("t"):
        indexes.append((index["name"], index["column_names"], index["unique"]))
    for index in indexes:
        op.create_index(index[0], "t", index[1], unique=index[2])
    for index in inspector.get_indexes("u"):
        op.create_index(index["name"], "u", index["column_names"], unique=index["unique"])
        op.create_index("ix_known", "u", ["a"], unique=True)
    table = sa.Table("v", sa.MetaData(), sa.Column("a", sa.Integer()))
    sa.Index("ix_v", table.c.a, unique=inspector.has_table("w")).create(op.get_bind())


def downgrade():
    inspector = sa.inspect(op.get_bind())
    for index in inspector.get_indexes("t"):
        op.drop_index(index["name"], "t")
