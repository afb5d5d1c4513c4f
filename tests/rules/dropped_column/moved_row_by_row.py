from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


shares = sa.table("shares", sa.column("id"), sa.column("kind"))
instances = sa.table("instances", sa.column("share_id"), sa.column("kind"))


def upgrade():
    op.add_column("instances", sa.Column("kind", sa.Text()))
    bind = op.get_bind()
    for share in bind.execute(sa.select(shares)):
        bind.execute(instances.update().where(instances.c.share_id == share.id)
                     .values(kind=share.kind))
    op.drop_column("shares", "kind")  # expect: dropped-column low


def downgrade():
    op.add_column("shares", sa.Column("kind", sa.Text()))
    bind = op.get_bind()
    for instance in bind.execute(sa.select(instances)):
        bind.execute(shares.update().where(shares.c.id == instance.share_id)
                     .values(kind=instance.kind))
    op.drop_column("instances", "kind")
