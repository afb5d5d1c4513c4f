"""merge heads

Revision ID: m3
Revises: m1, m2
"""
revision = "m3"
down_revision = ("m1", "m2")
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
