# dialects: postgresql mysql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    prefix = op.get_context().opts["table_prefix"]
    op.create_table(
        f"{prefix}accounts",
        sa.Column("provider_id", sa.Integer()),
        sa.Column("account_identifier", sa.Integer()),
        sa.Column("user_id", sa.Integer()),
        sa.UniqueConstraint("provider_id", "user_id"),
    )
    op.create_unique_constraint(
        op.f(f"{prefix}accounts_provider_id_account_identifier_key"),
        f"{prefix}accounts",
        ["provider_id", "account_identifier"],
    )
    op.create_unique_constraint(
        f"{prefix}members_provider_id_account_identifier_user_id_since_when_key",
        f"{prefix}members",
        ["provider_id", "account_identifier"],
    )


def downgrade():
    prefix = op.get_context().opts["table_prefix"]
    op.drop_constraint(
        f"{prefix}members_provider_id_account_identifier_user_id_since_when_key", f"{prefix}members", type_="unique"
    )
    op.drop_constraint(
        op.f(f"{prefix}accounts_provider_id_account_identifier_key"), f"{prefix}accounts", type_="unique"
    )
    op.drop_table(f"{prefix}accounts")
