from app.first import *

TWO = "two"
