from app.pkg import compiled


def helper():
    compiled.drop("t")
