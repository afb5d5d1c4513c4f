revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


import pickle


def upgrade():
    op.add_column("users", sa.Column("b", sa.PickleType(pickler=pickle), nullable=True))


def downgrade():
    op.drop_column("users", "b")
