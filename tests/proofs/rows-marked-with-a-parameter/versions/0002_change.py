"""An UPDATE marks rows that are not marked, with a value that is a parameter, and another takes it back."""
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.get_bind().execute(
        sa.text("UPDATE users SET ended = :day WHERE ended IS NULL AND name = 'ann'"), {"day": date(2025, 2, 6)}
    )


def downgrade():
    op.get_bind().execute(sa.text("UPDATE users SET ended = NULL WHERE ended = :day"), {"day": date(2025, 2, 6)})
