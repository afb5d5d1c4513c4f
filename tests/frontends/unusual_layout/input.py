revision = "ul1"; down_revision = "ul0"
from alembic import op ; import sqlalchemy as sa
def upgrade(): op.add_column("t", \
	sa.Column("a",
	          sa.Integer(),  # a comment inside
		)); op.drop_column("t", "b")
def downgrade():
	if 1: op.drop_column("t", "a")
	else: op.drop_table("t")
	for x in "a", "b": op.drop_index(x)
	try: op.drop_table("u")
	except: pass
