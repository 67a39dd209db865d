"""IMDB 5000: ``movie_metadata.csv``.

    color,director_name,num_critic_for_reviews,duration,director_facebook_likes,actor_3_facebook_likes,actor_2_name,actor_1_facebook_likes,gross,genres,actor_1_name,movie_title,num_voted_users,cast_total_facebook_likes,actor_3_name,facenumber_in_poster,plot_keywords,movie_imdb_link,num_user_for_reviews,language,country,content_rating,budget,title_year,actor_2_facebook_likes,imdb_score,aspect_ratio,movie_facebook_likes
    Color,Emil Brandt,12,98,5,9,Jon Berg,40,1000,Drama|Mystery,Ada Lindqvist,The Glass Ferry ,1200,60,Mia Roth,1,river|ferry,http://www.imdb.com/title/tt9990001/?ref_=fn_tt_tt_1,9,German,West Germany,PG,9000,1962,30,7.4,1.37,0

Names end in a no-break space; 45 rows come twice; the id is only in the link. Shows are not
marked: they are the rows without a year that have a television rating or no director. The
budget is in the country's own money and ``gross`` is the American box office: neither is read.
"""  # noqa: E501

from catalog.datasets import lists
from catalog.datasets import parsing as read
from catalog.datasets.base import Dataset
from catalog.datasets.credits import credits_in_columns


def kind_of(title_year: str, content_rating: str, director: str) -> str:
    """Return "show" for a row that has no year and looks like television, else "movie"."""
    looks_like_television = content_rating.startswith("TV-") or not director.strip()
    return "show" if looks_like_television and not title_year.strip() else "movie"


DATASET = Dataset(
    name="imdb_5000",
    source="imdb_5000",
    label="IMDB 5000",
    header=(
        "director_name", "duration", "actor_1_name", "actor_2_name", "actor_3_name", "genres",
        "movie_title", "num_voted_users", "plot_keywords", "movie_imdb_link", "language",
        "country", "content_rating", "title_year", "imdb_score",
    ),
    columns={
        "imdb_id": read.imdb_id_in("movie_imdb_link"),
        "kind": read.each(kind_of, "title_year", "content_rating", "director_name"),
        "name": read.name("movie_title"),
        "start_year": read.year("title_year"),
        "runtime_minutes": read.small_integer("duration"),
        "certification": read.certification("content_rating"),
        "original_language": read.language("language"),
        "genres": read.genres("genres", lists.pipes),
        "countries": read.countries("country", lists.pipes),
        "keywords": read.keywords("plot_keywords", lists.pipes),
        "credits": credits_in_columns(
            director=("director_name",),
            actor=("actor_1_name", "actor_2_name", "actor_3_name"),
        ),
        "ratings": read.ratings(imdb=("imdb_score", "num_voted_users")),
    },
    required=("imdb_id", "name"),
)  # fmt: skip
