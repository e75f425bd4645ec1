"""The pictures that articles show, as an index beside their texts."""

from collections.abc import Collection

from django.db import connection

from tougao.archive.models import ArticleRecord, ShownRecord
from tougao.core import layout

AMONG = """WITH asked (sha256) AS (VALUES {asked}) SELECT sha256 FROM asked WHERE EXISTS (
    SELECT 1 FROM shown JOIN article ON article.id = shown.article_id
    WHERE shown.sha256 = asked.sha256 AND article.withdrawn_at IS NULL)"""


def note(article: ArticleRecord, is_new: bool = False) -> None:
    """Bring the index in line with the article's text; one that `is_new` had none."""
    wanted = {sha256 for sha256, _ in layout.references(article.html)}
    rows = ShownRecord.objects.filter(article=article)
    known = set() if is_new else set(rows.values_list("sha256", flat=True))
    if gone := known - wanted:
        rows.filter(sha256__in=gone).delete()
    ShownRecord.objects.bulk_create(ShownRecord(article=article, sha256=sha256) for sha256 in sorted(wanted - known))


def among(digests: Collection[str]) -> set[str]:
    """Those of these pictures that a live article shows.

    The first such article answers for a picture: one that every article shows costs no more than another.
    """
    if not digests:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(AMONG.format(asked=", ".join(["(%s)"] * len(digests))), list(digests))
        return {sha256 for (sha256,) in cursor.fetchall()}
