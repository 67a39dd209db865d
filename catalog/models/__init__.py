"""The tables of the catalogue. Only rows and their own logic; many rows: ``catalog.querysets``."""

from catalog.models.alternative_names import AlternativeName
from catalog.models.checks import CatalogCheck
from catalog.models.conflicts import FactConflict
from catalog.models.enrichment import Enrichment, Trailer, WatchOffer
from catalog.models.jobs import Heartbeat, Job, Upstream
from catalog.models.loads import Load, SourceFile, UnmatchedRows
from catalog.models.marks import StaleMark
from catalog.models.people import Credit, Person, PersonIdentifier
from catalog.models.praise import Praise
from catalog.models.titles import AggregateRating, Title, TitleIdentifier
from catalog.models.tokens import ApiToken
from catalog.models.vocabulary import Collection, Company, Country, Genre, Keyword, Language

__all__ = [
    "AggregateRating",
    "AlternativeName",
    "ApiToken",
    "CatalogCheck",
    "Collection",
    "Company",
    "Country",
    "Credit",
    "Enrichment",
    "FactConflict",
    "Genre",
    "Heartbeat",
    "Job",
    "Keyword",
    "Language",
    "Load",
    "Person",
    "PersonIdentifier",
    "Praise",
    "SourceFile",
    "StaleMark",
    "Title",
    "TitleIdentifier",
    "Trailer",
    "UnmatchedRows",
    "Upstream",
    "WatchOffer",
]
