"""What every format is turned into."""

from dataclasses import dataclass

from tougao.core.notice import Notice
from tougao.core.submission import Attachment


@dataclass(frozen=True)
class Manuscript:
    """`html` is unclean HTML whose pictures are `<img src="cid:…">` of `files`.

    `title` and `author` are the file's own claims about itself, often wrong.
    """

    html: str
    files: tuple[Attachment, ...] = ()
    title: str = ""
    author: str = ""
    notices: tuple[Notice, ...] = ()
