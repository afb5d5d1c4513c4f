revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


import pathlib


def upgrade():
    op.execute(pathlib.Path(__file__).with_suffix(".sql").read_text())


def downgrade():
    pass
