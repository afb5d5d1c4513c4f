# Types of which a part is not known say so; what is known of sets is computed.
import sqlalchemy as sa
from alembic import op
from other.place import STATES, make_states

revision = "tu1"
down_revision = "tu0"

ALL = {"new", "ready", "gone"}


def upgrade():
    bind = op.get_bind()
    table = sa.Table("t", sa.MetaData(), autoload_with=bind)
    op.alter_column("t", "a", existing_type=table.c.a.type, type_=sa.Boolean())
    op.alter_column("t", "b", type_=sa.Enum(*STATES, name="states"))
    op.alter_column("t", "b", type_=sa.Enum("first", *make_states(1), name="states"))
    op.alter_column("t", "c", type_=sa.Enum(*(ALL - {"gone"}), name="left"))
    op.alter_column("t", "c", type_=sa.Enum(*(ALL & {"gone", "never"}), name="both"))
    op.alter_column("t", "c", type_=sa.Enum(*({"one"} | {"two", "one"}), name="either"))
    op.alter_column("t", "c", type_=sa.Enum(*({"one", "two"} ^ {"two", "three"}), name="odd"))
    op.alter_column("t", "c", type_=sa.Enum(*(ALL - {STATES[0]}), name="unsure"))
    options = {}
    if bind.dialect.name == "mysql":
        options["collation"] = "utf8_bin"
    op.create_table(
        "u",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=True),
        sa.Column("name", sa.Unicode(200, **options), nullable=True),
        sa.Column("kind", sa.String(**options), nullable=False),
    )


def downgrade():
    op.drop_table("u")
    if op.get_bind().dialect.name == "mysql":
        sa.Enum(name="states").drop(op.get_bind())
    sa.Enum("a", name="short", native_enum=False).create(op.get_bind())
    sa.Enum(name="states").drop(op.get_bind())
