revision = "3m"
down_revision = load_heads()
