revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


import pickle
import re


def upgrade():
    kind = eval("sa." + "Text")  # expect: evaluated-code
    op.add_column("users", sa.Column("a", kind, nullable=True))
    op.add_column("users", sa.Column("b", sa.PickleType(), nullable=True))
    re.compile("a")


def downgrade():
    op.drop_column("users", "b")
    op.drop_column("users", "a")
