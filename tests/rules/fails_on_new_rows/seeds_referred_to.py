# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("kinds", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind_id", sa.Integer(), sa.ForeignKey("kinds.id")),
    )
    op.create_table("marks", sa.Column("event_id", sa.Integer(), sa.ForeignKey("events.id")))
    op.create_table("notes", sa.Column("kind_id", sa.Integer(), sa.ForeignKey("kinds.id", ondelete="CASCADE")))
    op.create_table("roles", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    op.create_table("users", sa.Column("role_id", sa.Integer(), sa.ForeignKey("roles.id")))
    op.create_table("teams", sa.Column("role_id", sa.Integer(), sa.ForeignKey("roles.id")))
    op.execute("INSERT INTO kinds (name) VALUES ('login'), ('logout')")
    op.execute("INSERT INTO roles (name) VALUES ('owner')")


def downgrade():
    # told once for a table; what is in the way of rows that are not seeds is not told beside them
    op.execute("DELETE FROM events WHERE kind_id IS NULL")
    op.execute("DELETE FROM roles WHERE name = 'owner'")  # expect: fails-on-new-rows
    op.drop_table("teams")
    op.drop_table("users")
    op.drop_table("roles")
    op.execute("DELETE FROM kinds WHERE name = 'login'")
    op.execute("DELETE FROM kinds WHERE name = 'logout'")
    op.drop_table("notes")
    op.drop_table("marks")
    op.drop_table("events")
    op.drop_table("kinds")
