class Registry:
    @staticmethod
    def extend(names):
        names.append("method")


BY_CALL = ["first"]
GIVEN = []
METHOD = []
SCRIPT = ["always"]


def fill():
    BY_CALL.append("second")


def extend(names):
    names.append("given")


fill()
BY_CALL.append("third")
extend(GIVEN)
Registry.extend(METHOD)

if __name__ == "__main__":
    SCRIPT.append("never")
    fill()
