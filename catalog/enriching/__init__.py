"""Facts of TMDB and OMDb into the catalogue, one title at a time.

``asking`` speaks to the services and returns plain facts; ``storing`` puts them into a title, in
one short transaction; ``stale`` says which titles to ask about. ``catalog.enrich`` makes jobs of
it.
"""
