revision = "2b"  # expect: duplicate-revision error
down_revision = "1a"
