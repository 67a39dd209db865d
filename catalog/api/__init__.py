"""The REST API of the catalogue; ``movierec.api`` mounts its ``router`` at /api/v1/."""

from ninja import Router

from catalog.api import people, search, titles, vocabulary

router = Router()
router.add_router("/titles", titles.router)
router.add_router("/facets", titles.facets)
router.add_router("/people", people.router)
router.add_router("/genres", vocabulary.genres)
router.add_router("/countries", vocabulary.countries)
router.add_router("/languages", vocabulary.languages)
router.add_router("", search.router)
