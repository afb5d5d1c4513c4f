import alembic
import alembic.op
import sqlalchemy
from alembic import op as o
from alembic.op import drop_table, rename_table as rename
from sqlalchemy import Column as C, Integer as I

revision = "a1"
down_revision = None


def upgrade():
    o.add_column("t", C("a", I))
    alembic.op.add_column("t", sqlalchemy.Column("b", sqlalchemy.Integer()))
    rename("t", "u")
    operations = o
    operations.drop_column("u", "a")


def downgrade():
    drop_table("u")
