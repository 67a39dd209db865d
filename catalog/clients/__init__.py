"""The only place that speaks HTTP: one guarded fetch, and a client for each service."""
