"""Ratings from elsewhere: a file becomes rows, rows find their titles, a person confirms.

``formats`` read files, ``reading`` asks which of them knows one, ``matching`` finds titles,
``settling`` says what a row changes, ``runs`` are the verbs of pages, ``job`` does the long part.
"""
