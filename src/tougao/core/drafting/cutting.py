"""What of a mail is not the manuscript: greeting, covering note, signature, quoted mail. Set aside, never thrown away."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tougao.core.characters import is_chinese
from tougao.core.drafting import phrases
from tougao.core.drafting.blocks import PICTURE, TABLE, TEXT, Block
from tougao.core.submission import Address

# Never set aside more than this share of a mail's words as quote or signature: then it is the article that looks like one.
MOST_SET_ASIDE = 0.6
SHORT_NOTE_CHARACTERS = 160
HEADER_ROWS = 2
MAX_HEAD_BLOCKS = 8


@dataclass(frozen=True)
class Cut:
    """The blocks of the manuscript and those set aside; `original` is whom a forwarded mail came from."""

    kept: tuple[Block, ...]
    aside: tuple[Block, ...]
    original: Address = Address()
    original_subject: str = ""
    left_whole: bool = False  # so much would have gone that nothing was taken off


def letters(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def cut(blocks: tuple[Block, ...], is_forward: bool) -> Cut:
    """Take greeting, covering note, signature and quoted mail off the two ends of a mail's body."""
    original, subject = Address(), ""
    quote = _quote_start(blocks)
    aside: list[Block] = []
    kept = blocks
    if quote is not None:
        before, after = blocks[:quote], blocks[quote:]
        header, rest, original, subject = _forward_header(after)
        if is_forward or (header and _is_note(before) and letters(rest) > 4 * letters(before) and letters(rest) > 200):
            aside += [*before, *header]
            kept = rest
        else:
            original, subject = Address(), ""
            kept = before
            aside += after
    kept, ends, left_whole = _without_ends(kept)
    return Cut(kept, (*aside, *ends), original, subject, left_whole)


def _quote_start(blocks: tuple[Block, ...]) -> int | None:
    for position, block in enumerate(blocks):
        if block.quoted or phrases.QUOTE_START.match(block.text) or phrases.FORWARD_MARK.match(block.text):
            return position
        if block.text.startswith(">") and all(row.text.startswith(">") for row in blocks[position : position + 3]):
            return position
        if _header_rows(blocks[position:]) >= HEADER_ROWS + 1:
            return position
    return None


def unquoted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """What a reply says itself, whether it stands above what it quotes, below it, or between."""
    quote = _quote_start(blocks)
    if quote is not None and letters(blocks[:quote]):
        return blocks[:quote]
    marks = (phrases.QUOTE_START, phrases.HEADER_FIELD) if quote is not None else (phrases.QUOTE_START,)
    return tuple(
        block
        for block in blocks
        if not (block.quoted or block.text.startswith(">") or any(mark.match(block.text) for mark in marks))
    )


def _header_rows(blocks: tuple[Block, ...]) -> int:
    """How many blocks from here on are fields of a quoted mail's header, each field once."""
    seen: set[str] = set()
    for count, block in enumerate(blocks):
        match = phrases.HEADER_FIELD.match(block.text)
        if not match or match["field"] in seen:
            return count
        seen.add(match["field"])
    return len(blocks)


def _forward_header(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...], Address, str]:
    start = 0
    while start < len(blocks) and (
        phrases.QUOTE_START.match(blocks[start].text) or phrases.FORWARD_MARK.match(blocks[start].text)
    ):
        start += 1
    rows = _header_rows(blocks[start:])
    end = start + rows
    fields = {}
    for block in blocks[start:end]:
        match = phrases.HEADER_FIELD.match(block.text)
        if match:
            fields[match["field"].lower()] = match["value"].strip()
    author = next((fields[name] for name in ("发件人", "发信人", "寄件人", "from") if name in fields), "")
    subject = next((fields[name] for name in ("主题", "subject", "标题") if name in fields), "")
    return blocks[:end], blocks[end:], _address(author), subject


def _address(text: str) -> Address:
    match = re.search(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text)
    name = re.split(r"[<\[(（「]", text)[0].strip(" \"'“”") if text else ""
    return Address(name if not match or name != match[0] else "", match[0] if match else "")


def _is_note(blocks: tuple[Block, ...]) -> bool:
    return letters(blocks) <= SHORT_NOTE_CHARACTERS


def _without_ends(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...], bool]:
    head = _head(blocks)
    tail = _tail(blocks, head)
    kept = blocks[head:tail]
    aside = blocks[:head] + blocks[tail:]
    if letters(aside) > MOST_SET_ASIDE * letters(blocks) and letters(blocks) > SHORT_NOTE_CHARACTERS:
        return blocks, (), True
    return kept, tuple(block for block in aside if block.kind != PICTURE), False


def _head(blocks: tuple[Block, ...]) -> int:
    """How many blocks greet and explain before the manuscript begins."""
    count = 0
    for block in blocks[:MAX_HEAD_BLOCKS]:
        if block.kind != TEXT or not _opens_a_mail(block.text):
            break
        count += 1
    return count


def _opens_a_mail(text: str) -> bool:
    return (
        is_greeting(text)
        or any(pattern.match(text) for pattern in (phrases.FURNITURE, phrases.SIGNATURE_MARK, phrases.TEXT_LABEL))
        or is_cover_note(text)
        or _introduces_sender(text)
    )


def is_greeting(text: str) -> bool:
    return len(text) <= 40 and bool(phrases.GREETING.match(text) or phrases.GREETING_ENGLISH.match(text))


def is_cover_note(text: str) -> bool:
    """A short sentence to the editor rather than to readers."""
    if len(text) > SHORT_NOTE_CHARACTERS or phrases.LABELLED.match(text):
        return False
    found = len(phrases.COVER.findall(text))
    addresses_editor = re.search(
        r"您|老师|贵[网报刊站]|编辑|查收|附件|审阅|采用|刊[发登]|\b(?:your|you|editor|please)\b", text, re.IGNORECASE
    )
    return found >= 2 or (found == 1 and bool(addresses_editor))


def _introduces_sender(text: str) -> bool:
    return len(text) <= 60 and bool(re.match(r"^(?:我是|这里是|我们是|This is|I am|My name is)", text))


def _tail(blocks: tuple[Block, ...], head: int) -> int:
    """Where the manuscript ends: before the closing formula, the sender's card, the telephone's advertisement."""
    end = len(blocks)
    for position in range(len(blocks) - 1, head - 1, -1):
        block = blocks[position]
        if block.kind == PICTURE:
            continue
        if block.kind == TABLE or not _ends_a_mail(block.text, blocks, position, end):
            break
        end = position
    return end


def _ends_a_mail(text: str, blocks: tuple[Block, ...], position: int, end: int) -> bool:
    if (
        phrases.CLOSING.match(text)
        or phrases.APP_SIGNATURE.match(text)
        or phrases.SIGNATURE_MARK.match(text)
        or phrases.FURNITURE.match(text)
        or phrases.DISCLAIMER.search(text)
    ):
        return True
    if len(text) <= 120 and phrases.CONTACT.search(text) and "。" not in text:
        return True
    if is_cover_note(text) and not phrases.TAIL.search(text):
        return True
    if phrases.DATE_LINE.match(text):
        return True
    if is_card(text) and any(
        phrases.CONTACT.search(below.text)
        for below in blocks[position + 1 : position + 4]
        if position + 1 < len(blocks)
    ):
        return True
    # A bare name, school or post between the text and a closing, a mark or a card.
    return _is_short(text) and not re.search(r"[。！？：:]", text) and _signs(blocks, position, end)


def _signs(blocks: tuple[Block, ...], position: int, end: int) -> bool:
    """Does a closing formula, a mark or a card stand within the lines round here, so that this one belongs to it?"""
    text = blocks[position].text
    if blocks[position].align == "right" and position >= len(blocks) - 4 and end < len(blocks):
        # Who signs a text is its credit, which core.drafting.fields takes.
        return not re.fullmatch(phrases.ORGANISATION, text) and not phrases.ORGANISATION_AND_NAMES.match(text)
    above = blocks[max(0, position - 3) : position]
    for row in reversed(above):
        if phrases.CLOSING.match(row.text) or phrases.SIGNATURE_MARK.match(row.text):
            return True
        if not _is_short(row.text) or re.search(r"[。！？]", row.text):
            return False
    return False


def is_card(text: str) -> bool:
    """A name or an organisation standing alone, as on a card."""
    bare = re.sub(r"[ \u3000]", "", text)
    if not is_chinese(text):
        words = text.split()
        return len(words) <= 7 and all(word[:1].isupper() or word in ("of", "and", "for", "the", "&") for word in words)
    return len(text) <= 30 and bool(
        re.fullmatch(phrases.ORGANISATION, bare)
        or (2 <= len(bare) <= 4 and bare[0] in phrases.SURNAMES and is_chinese(bare))
    )


def _is_short(text: str) -> bool:
    return len(text) <= (40 if is_chinese(text) else 80)
