"""What is appended under conditions, and what becomes of the list."""
import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None


def found(inspector):
    pairs = []
    for table in ("users", "orders"):
        for column in inspector.get_columns(table):
            if column["name"] == "tenant_id":
                pairs.append((table, column))
    return pairs


def upgrade():
    bind = op.get_bind()
    inspector = sa.inspect(bind)
    for table, column in found(inspector):
        op.alter_column(table, "tenant_id", new_column_name="project_id", existing_nullable=column["nullable"])
        for index in inspector.get_indexes(table):
            if "tenant_id" in index["name"]:
                op.drop_index(index["name"], table)
                op.create_index(index["name"].replace("tenant", "project"), table, ["project_id"])
    columns = [sa.Column("id", sa.Integer(), primary_key=True), sa.Column("up", sa.Integer())]
    if bind.dialect.name == "sqlite":
        columns.append(sa.ForeignKeyConstraint(["up"], ["nodes.id"], name="fk_up"))
    op.create_table("nodes", *columns)


def downgrade():
    names = ["first"]
    if op.get_context().config.get_main_option("more"):
        names.append("second")
    names.append("third")
    for name in names:
        op.drop_table(name)
    lost = ["a"]
    if op.get_context().config.get_main_option("more"):
        lost.append("b")
    lost.reverse()
    for name in lost:
        op.drop_table(name)
