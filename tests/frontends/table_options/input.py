import sqlalchemy as sa
from alembic import op

revision = "g1"
down_revision = "g0"


def upgrade():
    op.create_table("t", sa.Column("a", sa.Integer()), schema="s", if_not_exists=True,
                    mysql_engine="InnoDB", comment="x")
    op.create_table("tmp", sa.Column("a", sa.Integer()), prefixes=["TEMPORARY"])
    op.create_table("local", sa.Column("a", sa.Integer()), prefixes=["UNLOGGED"])
    metadata = sa.MetaData()
    table = sa.Table("u", metadata, sa.Column("id", sa.Integer, primary_key=True))
    table.create(op.get_bind())
    op.create_table(*table_definition())


def downgrade():
    op.drop_table("t", schema="s", if_exists=True)
    sa.Table("u", sa.MetaData()).drop(op.get_bind())


def not_said_when():
    global table_definition
