"""a package that passes names on, a relative import, a module by its dotted name, src/"""
import app.migrations.types
import app.migrations.types as t
import sqlalchemy as sa
from alembic import op
from shared import LIMIT

from .. import make_index
from ..types import Money as Amount

revision = "a1"
down_revision = None


def upgrade():
    op.add_column("orders", sa.Column("total", Amount))
    op.add_column("orders", sa.Column("tax", t.Money, nullable=False))
    op.add_column("orders", sa.Column("note", sa.String(app.migrations.types.NOTE_LENGTH)))
    op.add_column("orders", sa.Column("code", sa.String(LIMIT)))
    make_index("orders", "total")


def downgrade():
    pass
