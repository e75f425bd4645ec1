"""The pictures of a draft that an editor adds: given by him, or cut from one that is there. Originals are kept."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tougao.archive.models import DraftRecord, EditorRecord, OriginalRecord, PictureRecord
from tougao.archive.store import Store
from tougao.core.article import Picture
from tougao.core.pictures import WHOLE, Rectangle

ORIGINAL_SUFFIX = ".raw"


def of(draft: DraftRecord) -> list[PictureRecord]:
    return list(draft.pictures.all())


def record(draft: DraftRecord, position: int, picture: Picture) -> PictureRecord:
    """A picture that came with a draft, to be saved."""
    return PictureRecord(
        draft=draft,
        position=position,
        sha256=picture.sha256,
        extension=picture.extension,
        name=picture.name[:255],
        caption=picture.caption[:500],
        width=picture.width,
        height=picture.height,
        size=picture.size,
    )


def named(draft: DraftRecord, sha256: str) -> PictureRecord | None:
    """The picture of these bytes: this draft's own, else another draft's, for a text may be moved between them."""
    rows = PictureRecord.objects.filter(sha256=sha256)
    return rows.filter(draft=draft).first() or rows.order_by("pk").first()


def original_of(picture: PictureRecord) -> tuple[PictureRecord, Rectangle, str]:
    """The whole picture, which part of it this one shows, and the digest of the kept bytes; "" where none are kept yet."""
    row = OriginalRecord.objects.select_related("whole").filter(picture=picture).first()
    if row is None:
        return picture, WHOLE, ""
    return row.whole, Rectangle(row.left, row.top, row.right, row.bottom), row.digest


def original_bytes(media: Store, digest: str) -> bytes | None:
    try:
        return media.read(digest, ORIGINAL_SUFFIX)
    except FileNotFoundError:
        return None


def add(
    draft: DraftRecord,
    picture: Picture,
    printed: bytes,
    given: bytes,
    editor: EditorRecord,
    now: datetime,
    media: Store,
    whole: PictureRecord | None = None,
    part: Rectangle = WHOLE,
) -> PictureRecord:
    """Make a picture the draft's: its bytes durably first, then the rows. The same one again is the one that is there."""
    media.keep(printed, f".{picture.extension}")
    digest = media.keep(given, ORIGINAL_SUFFIX)
    with transaction.atomic():
        DraftRecord.objects.select_for_update().get(pk=draft.pk)
        found = draft.pictures.filter(sha256=picture.sha256).first()
        if found:
            return found
        last = draft.pictures.aggregate(last=Max("position"))["last"]
        row = PictureRecord.objects.create(
            draft=draft,
            position=0 if last is None else last + 1,
            sha256=picture.sha256,
            extension=picture.extension,
            name=picture.name[:255],
            width=picture.width,
            height=picture.height,
            size=picture.size,
        )
        OriginalRecord.objects.create(
            picture=row, whole=whole or row, digest=digest, editor=editor, made_at=now, **asdict(part)
        )
        return row
