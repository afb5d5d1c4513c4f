revision = "2b"
down_revision = "1a"

x = = 1  # expect: unparsable-file
