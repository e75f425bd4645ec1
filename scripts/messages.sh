#!/bin/sh
# Extract the words on screen, merge them into the Chinese catalogue, compile it. `--check` only says whether that is needed.
set -eu
cd "$(dirname "$0")/.."
catalogue=src/tougao/locale/zh_Hans/LC_MESSAGES/django
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.venv/bin/pybabel --quiet extract -F scripts/babel.cfg -k gettext_noop -k gettext_lazy -k _ --no-location --sort-output \
    -o "$work/django.pot" .
cp "$catalogue.po" "$work/django.po"
.venv/bin/pybabel --quiet update -D django -i "$work/django.pot" -o "$work/django.po" -l zh_Hans --no-fuzzy-matching \
    --ignore-obsolete --ignore-pot-creation-date
if [ "${1:-}" = --check ]; then
    if ! cmp -s "$work/django.po" "$catalogue.po"; then
        echo "The Chinese catalogue is not in step with the words in the code: run scripts/messages.sh, translate, run it again." >&2
        exit 1
    fi
    exit 0
fi
cp "$work/django.po" "$catalogue.po"
.venv/bin/pybabel --quiet compile -i "$catalogue.po" -o "$catalogue.mo" -l zh_Hans
.venv/bin/python - "$catalogue.po" <<'PYTHON'
import sys

from babel.messages.pofile import read_po

with open(sys.argv[1], encoding="utf-8") as file:
    missing = [message.id for message in read_po(file, locale="zh_Hans") if message.id and not all([message.string] if isinstance(message.string, str) else message.string)]
for each in missing:
    print("not translated:", each)
PYTHON
