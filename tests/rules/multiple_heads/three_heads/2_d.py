revision = "2d"  # expect: multiple-heads error high
down_revision = "1a"
