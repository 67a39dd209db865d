"""Measurements: each puts the project beside a peer in one run and prints the ratio.

``python -m bench`` lists them. Nothing in the apps imports this package.
"""
