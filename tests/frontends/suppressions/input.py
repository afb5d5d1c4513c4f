from alembic import op

revision = "sp1"
down_revision = "sp0"


def upgrade():
    op.drop_column("t", "a")  # tidemark: allow dropped-column -- nobody reads it
    # tidemark: allow dropped-table, TM202 -- empty
    op.drop_table("u")
    op.drop_table("v")  # noqa: MRT202
    op.drop_table("w")  # NOQA: E501, mrt201,MRT202 said so
    op.drop_table("x")  # noqa: E501
    op.drop_table("y")  # noqa
    op.drop_table("z")  # mrt: ignore
    op.drop_table("a")  # MRT: Ignore for good
    op.drop_table("b")  # noqa: E501  # tidemark: allow TM202
    op.drop_table(  # tidemark:allow dropped-table
        "c",
    )
    op.drop_table("d")  # type: ignore # noqa: TM202 -- why not
    op.drop_table("e")  # tidemark: disallow dropped-table
    op.drop_table("f")  # noqa: MRT2021x
    op.drop_table("g")  # tidemark: allow
    text = "# tidemark: allow not-a-comment"
    op.execute(text)


# mrt: ignore
def downgrade():
    pass
