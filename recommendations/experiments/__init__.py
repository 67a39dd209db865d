"""Experiments: people are shown one of several answers, and what they then do is counted.

``running`` says who sees what, ``exposures`` notes what was shown and what came of it,
``results`` sums that up with intervals. Nothing leaves the database, and who does not want
recommendations is in no experiment.
"""
