from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    with op.batch_alter_table("sources") as batch_op:
        batch_op.drop_column("flagged")  # expect: dropped-column error high


def downgrade():
    op.rename_table("sources", "sources_tmp")
    op.execute("CREATE TABLE sources (id integer, pending boolean, flagged boolean)")
    op.execute("INSERT INTO sources (id, pending) SELECT id, pending FROM sources_tmp")
    op.drop_table("sources_tmp")
