"""Add phone to users

Revision ID: 4f1c
Revises: 3e0b
"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "4f1c"
down_revision: Union[str, None] = "3e0b"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("users", sa.Column("phone", sa.String(length=32), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column("users", "phone")
