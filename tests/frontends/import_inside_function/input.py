revision = "a1"
down_revision = None


def upgrade():
    from alembic import op
    import sqlalchemy as sa

    op.add_column("t", sa.Column("a", sa.Integer()))


def downgrade():
    from alembic import op

    op.drop_column("t", "a")
