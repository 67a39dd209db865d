"""What the same people like, learned from ratings: arrays in, arrays out. [pure]

``learning`` makes a model out of ratings, ``model.TasteModel`` answers with it; ``ease``,
``content`` and ``residuals`` are its three parts, ``formula`` puts them together.
"""
