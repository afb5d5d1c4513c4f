revision = "3c"  # expect: unreachable-revision error low
down_revision = "2b"
