from .indexes import make as make_index
