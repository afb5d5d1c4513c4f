revision = "3b"  # expect: multiple-heads error high
down_revision = "1b"
