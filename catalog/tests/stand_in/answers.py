"""Answers of the shapes that TMDB, OMDb and IMDb have, about titles that do not exist."""

import json
import re
from typing import NamedTuple

ROBOTS = "User-agent: *\nDisallow: /search/\nDisallow: /*?ref_=\n"


class Page(NamedTuple):
    body: str | bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def json_page(data: object, status: int = 200) -> Page:
    return Page(json.dumps(data), "application/json;charset=utf-8", status)


NOT_FOUND = json_page(
    {
        "success": False,
        "status_code": 34,
        "status_message": "The resource you requested could not be found.",
    },
    404,
)
GENRES = [(18, "Drama"), (35, "Comedy"), (878, "Science Fiction"), (27, "Horror"), (53, "Thriller")]
COUNTRIES = [("US", "United States of America"), ("FR", "France"), ("JP", "Japan"), ("GB", "UK")]


def person(number: int, **role: object) -> dict:
    return {
        "adult": False,
        "gender": number % 3,
        "id": 5_000_000 + number,
        "known_for_department": "Acting",
        "name": f"Person {number}",
        "original_name": f"Person {number}",
        "popularity": 1.5,
        "profile_path": None,
        "credit_id": f"{number:024x}",
        **role,
    }


def common(number: int) -> dict:
    genre, country = GENRES[number % 5], COUNTRIES[number % 4]
    return {
        "adult": False,
        "backdrop_path": f"/backdrop{number}.jpg",
        "genres": [{"id": genre[0], "name": genre[1]}],
        "homepage": f"https://films.example/{number}",
        "id": number,
        "original_language": "en",
        "overview": f"A lighthouse keeper counts {number} ships, and one too many comes in.",
        "popularity": round(number % 100 / 3, 3),
        "poster_path": f"/poster{number}.jpg",
        "production_companies": [
            {"id": 900 + number % 7, "logo_path": None, "name": "Tin Lantern", "origin_country": ""}
        ],
        "production_countries": [{"iso_3166_1": country[0], "name": country[1]}],
        "spoken_languages": [{"english_name": "English", "iso_639_1": "en", "name": "English"}],
        "tagline": "Count again.",
        "vote_average": round(5 + number % 40 / 10, 1),
        "vote_count": 100 + number % 900,
        "videos": {"results": [video(number, "Trailer"), video(number, "Featurette")]},
        "external_ids": {
            "imdb_id": imdb_id(number),
            "wikidata_id": f"Q{number}",
            "facebook_id": None,
            "instagram_id": None,
            "twitter_id": "",
        },
        "reviews": review_page(number, 1),
        "watch/providers": {"results": offers(number)},
    }


def imdb_id(number: int) -> str:
    return f"tt{number:07d}"


def video(number: int, kind: str) -> dict:
    return {
        "iso_639_1": "en",
        "iso_3166_1": "US",
        "name": f"{kind} {number}",
        "key": f"{kind[:4]}{number:07d}"[:11],
        "site": "YouTube",
        "size": 1080,
        "type": kind,
        "official": True,
        "published_at": "2020-02-03T16:00:00.000Z",
        "id": f"{number:024x}",
    }


def offers(number: int) -> dict:
    def provider(id_: int, name: str) -> dict:
        return {
            "logo_path": f"/logo{id_}.jpg",
            "provider_id": id_,
            "provider_name": name,
            "display_priority": id_,
        }

    return {
        "DE": {
            "link": f"https://www.themoviedb.org/movie/{number}/watch?locale=DE",
            "rent": [provider(2, "Apfelkino"), provider(3, "Rent-a-Reel")],
            "buy": [provider(2, "Apfelkino")],
        },
        "US": {
            "link": f"https://www.themoviedb.org/movie/{number}/watch?locale=US",
            "flatrate": [provider(8, "Streamly")],
        },
    }


def movie(number: int) -> dict:
    return common(number) | {
        "belongs_to_collection": {
            "id": 7000 + number % 10,
            "name": f"The Lighthouse {number % 10} Collection",
            "poster_path": None,
            "backdrop_path": None,
        },
        "budget": 1_000_000 + number,
        "imdb_id": imdb_id(number),
        "original_title": f"Le Film {number}",
        "release_date": f"{1950 + number % 70}-05-17",
        "revenue": 5_000_000 + number,
        "runtime": 80 + number % 60,
        "status": "Released",
        "title": f"Film {number}",
        "video": False,
        "credits": {
            "cast": [
                person(number % 50 + i, character=f"Keeper {i}", order=i, cast_id=i)
                for i in range(3)
            ],
            "crew": [
                person(number % 20 + 60, department="Directing", job="Director"),
                person(number % 20 + 90, department="Writing", job="Screenplay"),
                person(number % 20 + 120, department="Sound", job="Original Music Composer"),
            ],
        },
        "keywords": {"keywords": [{"id": 1, "name": "lighthouse"}, {"id": 2, "name": "sea"}]},
        "release_dates": {
            "results": [
                {"iso_3166_1": "GB", "release_dates": [release("15", 3)]},
                {"iso_3166_1": "US", "release_dates": [release("", 1), release("PG-13", 3)]},
            ]
        },
    }


def release(certification: str, type_: int) -> dict:
    return {
        "certification": certification,
        "descriptors": [],
        "iso_639_1": "",
        "note": "",
        "release_date": "2020-05-17T00:00:00.000Z",
        "type": type_,
    }


def show(number: int) -> dict:
    cast = person(number % 50, roles=[role(number, "The Keeper")], total_episode_count=12, order=0)
    return common(number) | {
        "created_by": [person(number % 20 + 60)],
        "episode_run_time": [45],
        "first_air_date": "2015-01-08",
        "in_production": False,
        "languages": ["en"],
        "last_air_date": "2018-03-01",
        "name": f"Show {number}",
        "networks": [{"id": 49, "logo_path": None, "name": "Net Four", "origin_country": "US"}],
        "number_of_episodes": 24,
        "number_of_seasons": 3,
        "origin_country": ["US"],
        "original_name": f"Show {number}",
        "seasons": [],
        "status": "Ended",
        "type": "Scripted",
        "credits": {"cast": [], "crew": []},
        "aggregate_credits": {"cast": [cast], "crew": []},
        "keywords": {"results": [{"id": 1, "name": "lighthouse"}]},
        "content_ratings": {
            "results": [{"descriptors": [], "iso_3166_1": "US", "rating": "TV-14"}]
        },
    }


def role(number: int, character: str) -> dict:
    return {"credit_id": f"{number:024x}", "character": character, "episode_count": 12}


def review_page(number: int, page: int) -> dict:
    results = [
        {
            "author": f"viewer{i}",
            "author_details": {
                "name": "",
                "username": f"viewer{i}",
                "avatar_path": None,
                "rating": [9.0, 3.0, None][i],
            },
            "content": [
                "A wonderful film.\r\n\r\nI loved every wave of it.",
                "Dull and far too long, I nearly left.",
                "It has a lighthouse in it.",
            ][i],
            "created_at": f"2021-03-0{i + 1}T12:00:00.000Z",
            "id": f"{number:08x}{page:08x}{i:08x}",
            "updated_at": f"2021-03-0{i + 1}T12:00:00.000Z",
            "url": f"https://www.themoviedb.org/review/{number:08x}{page:08x}{i:08x}",
        }
        for i in range(3)
    ]
    if page > 2:
        results = []
    return {"page": page, "results": results, "total_pages": 2, "total_results": 6}


def omdb(imdb: str) -> dict:
    number = int(imdb.removeprefix("tt"))
    return {
        "Title": f"Film {number}",
        "Year": "1999",
        "Rated": "N/A",
        "Released": "14 Oct 1999",
        "Runtime": "102 min",
        "Genre": "Drama",
        "Director": "N/A",
        "Ratings": [
            {"Source": "Internet Movie Database", "Value": "7.3/10"},
            {"Source": "Rotten Tomatoes", "Value": "91%"},
            {"Source": "Metacritic", "Value": "68/100"},
        ],
        "Metascore": "68",
        "imdbRating": "7.3",
        "imdbVotes": "12,345",
        "imdbID": imdb,
        "Type": "movie",
        "BoxOffice": "$1,234,567",
        "Response": "True",
    }


def default_answer(path: str, query: dict[str, str]) -> Page | None:
    """Return what a service would say of a title that does not exist; None for no page."""
    if path == "/robots.txt":
        return Page(ROBOTS, "text/plain")
    if match := re.fullmatch(r"/3/(movie|tv)/(\d+)(/reviews)?", path):
        number = int(match[2])
        if number % 1000 == 404:
            return NOT_FOUND
        if match[3]:
            return json_page({"id": number} | review_page(number, int(query.get("page", 1))))
        return json_page(movie(number) if match[1] == "movie" else show(number))
    if match := re.fullmatch(r"/3/find/tt(\d+)", path):
        number = int(match[1])
        found = [] if number % 1000 == 404 else [{"id": number, "title": f"Film {number}"}]
        return json_page({"movie_results": found, "person_results": [], "tv_results": []})
    if path == "/omdb/" and re.fullmatch(r"tt\d+", query.get("i", "")):
        if query["i"].endswith("404"):
            return json_page({"Response": "False", "Error": "Movie not found!"})
        return json_page(omdb(query["i"]))
    return None
