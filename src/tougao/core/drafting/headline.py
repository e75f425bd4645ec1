"""The title of a manuscript: which lines make it, a kicker above and a subtitle below among them."""

import re
from dataclasses import replace

from tougao.core.article import Certainty
from tougao.core.characters import is_chinese, line
from tougao.core.drafting import phrases
from tougao.core.drafting.blocks import TEXT, Block
from tougao.core.drafting.lines import LABEL, Fields, closed_up, from_line, is_field_label, noted
from tougao.core.notice import gettext_noop, notice

MAX_TITLE_CHARACTERS = 80
MAX_TITLE_WORDS = 24  # of a title in letters
HEAD_BLOCKS = 8

TITLE_LINE = gettext_noop("It is the first line of the manuscript, set as a title.")
FIRST_LINE = gettext_noop("It is the first line of the manuscript.")


def titled(found: Fields, blocks: tuple[Block, ...]) -> tuple[Fields, tuple[Block, ...]]:
    """The first line, where it looks like a title; a kicker above or a subtitle below belongs to it."""
    texts = [position for position, block in enumerate(blocks[:HEAD_BLOCKS]) if block.kind == TEXT]
    for position in texts:
        labelled = phrases.TITLE_LABEL.match(closed_up(blocks[position].text))
        if labelled:
            rest = blocks[:position] + blocks[position + 1 :]
            told = notice(LABEL, line=blocks[position].text)
            title, rest = _with_its_neighbours(line(labelled["title"]), rest)
            return noted(found, replace(found, title=title), Certainty.SURE, told), rest
    if not texts:
        return found, blocks
    first = next((place for place in texts[:4] if from_line(Fields(), blocks[place].text) is None), texts[0])
    if not is_title(blocks[first], blocks[first + 1 :]):
        return found, blocks
    title = line(blocks[first].text)
    end = first + 1
    if end < len(blocks) and _is_kicker(blocks[first], blocks[end]) and is_title(blocks[end], blocks[end + 1 :]):
        title = f"{title} {line(blocks[end].text)}"
        first_look = blocks[end]
        end += 1
    else:
        first_look = blocks[first]
    if end < len(blocks) and _continues_title(first_look, blocks[end]):
        title = _joined_title(title, line(blocks[end].text))
        end += 1
    is_set = bool(first_look.level == 1 or first_look.align == "center" or first_look.bold)
    certainty, place = (Certainty.SURE, TITLE_LINE) if is_set else (Certainty.LIKELY, FIRST_LINE)
    return noted(found, replace(found, title=title), certainty, notice(place)), blocks[:first] + blocks[end:]


def _with_its_neighbours(title: str, blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """A labelled title with the kicker and the subtitle that are labelled too."""
    kept = []
    for position, block in enumerate(blocks):
        text = closed_up(block.text)
        above, below = phrases.KICKER_LABEL.match(text), phrases.SUBTITLE_LABEL.match(text)
        if position < HEAD_BLOCKS and above:
            title = f"{line(above['title'])} {title}"
        elif position < HEAD_BLOCKS and below:
            title = f"{title}——{re.sub(r'^[—–－-]+', '', line(below['title']))}"
        else:
            kept.append(block)
    return title, tuple(kept)


def is_title(block: Block, rest: tuple[Block, ...] = ()) -> bool:
    """A short line that ends no sentence and stands above a text."""
    text = block.text
    if block.kind != TEXT or phrases.NOT_A_TITLE.search(text) or phrases.CAPTION.match(text):
        return False
    if phrases.SECTION.match(text) and block.level != 1:
        return False
    if is_chinese(text):
        if not 4 <= len(text) <= MAX_TITLE_CHARACTERS:
            return False
    elif not 2 <= len(text.split()) <= MAX_TITLE_WORDS or text.endswith("."):
        return False
    if from_line(Fields(), text) is not None or is_field_label(text):
        return False
    if block.level == 1 or block.align == "center" or block.bold:
        return True
    longer = [later for later in rest[:HEAD_BLOCKS] if len(later.text) > len(text)]
    return bool(longer)


def _continues_title(first: Block, second: Block) -> bool:
    """A subtitle begins with a dash; a title in two centred or equally marked lines goes on."""
    if second.kind != TEXT or phrases.NOT_A_TITLE.search(second.text) or len(second.text) > 50:
        return False
    if (
        from_line(Fields(), second.text) is not None
        or phrases.SECTION.match(second.text)
        or phrases.DATE_LINE.match(second.text)
    ):
        return False
    if re.match(r"^[—–－-]{1,3}\s*\S", second.text):
        return True
    same_look = (first.align, first.level, first.bold) == (second.align, second.level, second.bold)
    return same_look and first.level <= 1 and (first.align == "center" or first.level == 1)


def _is_kicker(first: Block, second: Block) -> bool:
    """A plain centred line above the line that is set as the title."""
    return (
        first.align == "center"
        and not first.bold
        and not first.level
        and second.align == "center"
        and (second.bold or second.level == 1)
    )


def _joined_title(title: str, more: str) -> str:
    if re.match(r"^[—–－-]", more):
        return title + "——" + re.sub(r"^[—–－\-\s]+", "", more)
    return f"{title} {more}"
