# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_index(
        op.f("ix_production_schedule_version_task_link_production_schedule_version_id"),
        "tasks",
        ["version_id"],
    )


def downgrade():
    op.drop_index(
        op.f("ix_production_schedule_version_task_link_production_schedule_version_id"),
        table_name="tasks",
    )
