"""The words on screen: every one translated, catalogue and code in step."""

import re
import subprocess
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "src" / "tougao" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def test_the_catalogue_is_in_step_with_the_code():
    done = subprocess.run([ROOT / "scripts" / "messages.sh", "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_word_is_translated_with_its_places():
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="zh_Hans"):
            if not message.id:
                continue
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(strings), ids[0]
            places = re.compile(r"\{\w+\}|%\(\w+\)[sd]")
            for string in strings:
                assert set(places.findall(string)) == set(places.findall(ids[0])), ids[0]


def test_the_compiled_catalogue_is_that_of_the_source():
    from babel.messages.mofile import read_mo

    with CATALOGUE.open("rb") as source, CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        told = {
            as_tuple(message.id): as_tuple(message.string)
            for message in read_po(source, locale="zh_Hans")
            if message.id
        }
        found = {as_tuple(message.id): as_tuple(message.string) for message in read_mo(compiled) if message.id}
    assert found == told


def as_tuple(words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
