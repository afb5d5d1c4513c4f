# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


INDEXES = (
    ("groups", "ix_groups", ("deleted", "project_id")),
    ("volumes", "ix_volumes", ("deleted", "project_id")),
    ("volumes", "ix_volumes_host", ("deleted", "host")),
    ("backups", "ix_backups", ("deleted", "project_id")),
)


def upgrade():
    for table, name, fields in INDEXES:
        op.create_index(name, table, fields)  # expect: blocking-index


def downgrade():
    for table, name, _ in INDEXES:
        op.drop_index(name, table)
