"""With legacy_alter_table a foreign key keeps to the name of a table that is renamed and made anew."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("PRAGMA legacy_alter_table=ON")
    op.rename_table("teams", "teams_old")
    op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))
    op.execute("INSERT INTO teams (id) SELECT id FROM teams_old")
    op.drop_table("teams_old")


def downgrade():
    with op.batch_alter_table("teams") as batch:
        batch.drop_column("name")
