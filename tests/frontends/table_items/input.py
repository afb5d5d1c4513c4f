import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "i1"
down_revision = "i0"

users = sa.Table("users", sa.MetaData(), sa.Column("id", sa.Integer()), schema="app")


def upgrade():
    op.create_table(
        "t",
        sa.Column("id", sa.Integer(), sa.Identity(True, start=10, increment=2, cycle=True)),
        sa.Column("a", sa.Integer(), sa.CheckConstraint("a > 0", "ck_a"), index=True, unique=True),
        sa.Column("b", sa.Integer(), unique=True),
        sa.Column("c", sa.Integer(), sa.ForeignKey(
            "users.id", name="fk_c", onupdate="CASCADE", ondelete="SET NULL", deferrable=True,
            initially="DEFERRED", match="FULL", use_alter=True)),
        sa.Column("d", sa.Integer(), sa.ForeignKey(users.c.id)),
        sa.Column("e", sa.Integer(), sa.Computed("a + 1", False), comment="e"),
        sa.Column("f", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("g", sa.Integer(), sa.Sequence("g_seq"),
                  server_default=sa.Sequence("g_seq").next_value()),
        sa.Column("h", sa.Integer(), sa.FetchedValue()),
        sa.Column("i", sa.Integer(), server_default=sa.FetchedValue()),
        sa.PrimaryKeyConstraint("id", "f", name="pk", deferrable=True),
        sa.ForeignKeyConstraint(["a"], ["app.users.id"], "fk_a", "CASCADE", "RESTRICT",
                                use_alter=True),
        sa.ForeignKeyConstraint(columns=["b"], refcolumns=[users.c.id], name="fk_b",
                                deferrable=True, initially="DEFERRED", match="SIMPLE"),
        sa.UniqueConstraint("a", "b", name="uq", initially="DEFERRED", deferrable=True,
                            postgresql_nulls_not_distinct=True, postgresql_include=["c"]),
        sa.CheckConstraint(sqltext=sa.and_(sa.column("a") > 0, sa.column("b") != None), name="ck"),
        postgresql.ExcludeConstraint((sa.column("a"), "="), ("b", "&&"), name="ex", using="spgist",
                                     where=sa.text("a > 0")),
        sa.Index("ix", "a", sa.text("lower(b)"), unique=True, postgresql_using="btree",
                 postgresql_include=["c"], postgresql_where=sa.column("a") == "x",
                 postgresql_ops={"b": "text_pattern_ops"}, postgresql_with={"fillfactor": 50},
                 postgresql_tablespace="fast", mysql_length={"b": 10}, mysql_prefix="FULLTEXT"),
        sa.Index(None, sa.column("a").desc().nulls_last()),
        schema="s",
        comment="all",
        mysql_engine="InnoDB",
    )
    op.add_column("t", sa.Column("z", sa.Integer(), sa.CheckConstraint("z > 0"),
                                 sa.ForeignKey("u.id"), unique=True, index=True), schema="s")


def downgrade():
    op.drop_table("t", schema="s")
