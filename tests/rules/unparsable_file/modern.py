revision: str = "2b"
down_revision: str | None = "1a"


def upgrade() -> None:
    match 1:
        case 1:
            print(f"{'nested'}")
    if (n := 2) > 1:
        type_ = n


def downgrade() -> None:
    pass
