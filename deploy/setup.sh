#!/bin/sh
# Bring the tables up to date, load what is asked for, build the indexes if anything has changed.
#
#   setup.sh              tables and indexes
#   setup.sh --sample     … with the sample catalogue and its reviews
#   setup.sh FILE…        … with files of titles and facts (docs/data.md)
set -eu
cd "$(dirname "$0")/.."

python manage.py migrate --noinput --verbosity 1
if [ "${1:-}" = --sample ]; then
    python manage.py load_catalog
    python manage.py load_reviews
elif [ $# -gt 0 ]; then
    python manage.py load_catalog "$@"
fi
python manage.py build_index
