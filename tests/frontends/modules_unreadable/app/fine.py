TABLE = "fine"
