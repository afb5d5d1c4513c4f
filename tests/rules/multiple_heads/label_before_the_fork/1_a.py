revision = "1a"
down_revision = None
branch_labels = ("main",)
