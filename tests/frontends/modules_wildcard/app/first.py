from app.second import *

ONE = "one"
