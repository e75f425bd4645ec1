"""The site that is printed: its name, its categories, its furniture, the rules of its newsroom. It comes from
configuration; what administrators edited at run time (core.setting) stands over it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from tougao.core.contact import Shown, shielded
from tougao.core.workflow import Reviews

GUIDELINES = "submit"  # the fixed page 投稿须知; it is printed also where no words of it are configured


@dataclass(frozen=True)
class Category:
    """A section of the site. `keywords` are the words by which a manuscript is suggested for it."""

    slug: str
    name: str
    description: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class FixedPage:
    """A page such as 关于我们, printed at /p/{name}.html. `html` is the site's small HTML, made of the Markdown in `source`."""

    name: str
    title: str
    html: str
    source: str = ""


@dataclass(frozen=True)
class Link:
    """A link of the footer, or one to a friendly site (友情链接): `url` is absolute, or starts with / and is printed for each edition."""

    title: str
    url: str


@dataclass(frozen=True)
class ReturnTemplate:
    """A reason for returning a draft, ready to be sent in either language; `title` is what editors choose it by."""

    title: str
    chinese: str
    english: str


GUESTBOOK_ADDRESS = "/guestbook/"
RIGHTS_PAGE = "rights"  # the name of the fixed page that leads to the form


@dataclass(frozen=True)
class Guestbook:
    """Whether readers may write: in the guestbook, and below articles. `proof_bits` is the work asked of their browsers,
    `per_hour` how many messages one address may send in an hour."""

    on: bool = False
    comments: bool = False
    title: str = "留言本"
    proof_bits: int = field(default=15, repr=False)
    per_hour: int = field(default=6, repr=False)


@dataclass(frozen=True)
class Rights:
    """Whether complaints are taken by a form, and in how many days they are to be settled. `title` stands on links.
    Editors are reminded so many days before as `reminders` says; `keep_days` after it was closed, a case is forgotten."""

    on: bool = False
    title: str = "权利声明"
    days: int = 30
    reminders: tuple[int, ...] = field(default=(7, 1), repr=False)
    keep_days: int = field(default=1095, repr=False)


@dataclass(frozen=True)
class Upload:
    """What one may send. `mail_mb` is the largest mail the mailboxes take, 0 without a mailbox. `is_open`: is there a form for
    those without mail? It takes `files` files of `mb` megabytes together, and `per_hour` forms from one network address.
    `unopened` are the media types that cannot be opened where Tougao runs."""

    is_open: bool = True
    files: int = 10
    mb: int = 40
    per_hour: int = 20
    mail_mb: int = 0
    unopened: tuple[str, ...] = ()

    @property
    def most_bytes(self) -> int:
        return self.mb * 1024 * 1024


@dataclass(frozen=True)
class Site:
    """`url` has no slash at the end. `hub` is the WebSub hub of the feeds; the file /{indexnow_key}.txt proves the site ours.
    `minted` is the day (YYYY-MM-DD) that, with `authority`, heads every tag: URI. `hidden_categories` are printed at their
    addresses and shown nowhere else. What no page shows is left out of the repr, so that the press does not print anew for it."""

    name: str
    url: str
    description: str = ""
    language: str = "zh-CN"
    time_zone: str = "Asia/Shanghai"
    submissions_address: str = ""
    address_shown: str = Shown.PLAIN.value
    rights_notice: str = ""
    disclaimer: str = ""
    icp: str = ""
    police: str = ""
    copyright: str = ""
    authority: str = ""
    minted: str = "2026-01-01"
    categories: tuple[Category, ...] = ()
    hidden_categories: tuple[Category, ...] = ()
    pages: tuple[FixedPage, ...] = ()
    footer: tuple[Link, ...] = ()
    friends: tuple[Link, ...] = ()
    house_names: tuple[str, ...] = ()
    hub: str = ""
    indexnow_key: str = ""
    search: bool = True  # may readers search it? Then every page has the box, and Tougao answers /search
    counts_reads: bool = True
    hot: int = 10  # articles in each ranking of the most-read; 0 is none
    upload: Upload = Upload()
    reviews: Reviews = Reviews()
    guestbook: Guestbook = Guestbook()
    rights: Rights = Rights()
    desk_url: str = field(default="", repr=False)  # where editors find the desk, when not at `url`
    # House style: a word and what to write instead; nothing for a word that somebody should look at (core/style.py).
    house_words: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    returns: tuple[ReturnTemplate, ...] = field(default=(), repr=False)
    told: tuple[str, ...] = field(default=("approved", "returned"), repr=False)  # decisions that contributors hear of

    @property
    def police_url(self) -> str:
        """Where the police registration number is looked up, by its digits; empty without one.

        >>> Site("", "", police="粤公网安备 44010602001234号").police_url
        'https://www.beian.gov.cn/portal/registerSystemInfo?recordcode=44010602001234'
        """
        digits = "".join(character for character in self.police if character in "0123456789")
        return f"https://www.beian.gov.cn/portal/registerSystemInfo?recordcode={digits}" if digits else ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def every_category(self) -> tuple[Category, ...]:
        return (*self.categories, *self.hidden_categories)

    def page(self, name: str) -> FixedPage | None:
        return next((page for page in self.pages if page.name == name), None)

    @property
    def other_pages(self) -> tuple[FixedPage, ...]:
        """The fixed pages that hold nothing but what stands in them."""
        return tuple(page for page in self.pages if page.name != GUIDELINES)

    def category(self, slug: str) -> Category | None:
        return next((category for category in self.every_category if category.slug == slug), None)

    @property
    def shows_hot(self) -> bool:
        return self.counts_reads and self.hot > 0

    @property
    def links(self) -> tuple[Link, ...]:
        """The footer as it is printed: no link to what is off, and always one to what is on."""
        found = ((GUESTBOOK_ADDRESS, self.guestbook), (self.rights_address, self.rights))
        shown = tuple(
            Link(link.title, self.contact_address) if link.url.startswith("mailto:") and self.is_shielded else link
            for link in self.footer
            if all(link.url != url or part.on for url, part in found)
        )
        named = {link.url for link in shown}
        return (*shown, *(Link(part.title, url) for url, part in found if part.on and url not in named))

    @property
    def is_shielded(self) -> bool:
        """Are mail addresses kept from harvesters?"""
        return self.address_shown != Shown.PLAIN

    def shielded(self, text: str) -> str:
        """What stands on pages, without a mail address that a harvester reads."""
        return shielded(text, self.language) if self.is_shielded else text

    @property
    def contact_address(self) -> str:
        """Where readers can write without a mail address: the form, else a page of the name contact, else the home page."""
        if self.rights.on:
            return "/-/rights"
        return "/p/contact.html" if any(page.name == "contact" for page in self.pages) else "/"

    @property
    def rights_address(self) -> str:
        """Where readers are told of their rights: the fixed page, or the form itself where there is none."""
        has_page = any(page.name == RIGHTS_PAGE for page in self.pages)
        return f"/p/{RIGHTS_PAGE}.html" if has_page else "/-/rights"

    @property
    def desk(self) -> str:
        """Where editors find the desk, without a slash at the end."""
        return f"{self.desk_url or self.url}/desk"

    @property
    def own_names(self) -> tuple[str, ...]:
        """The names under which the site is its own source."""
        return (self.name, *self.house_names)

    @property
    def domain(self) -> str:
        """The name under which tag: URIs and Message-IDs are minted; keep `authority` set when the site may move."""
        return self.authority or urlsplit(self.url).hostname or "localhost"

    def entry_id(self, number: int) -> str:
        """The tag: URI (RFC 4151) of the article first published under this number; minted once, then stored."""
        return f"tag:{self.domain},{self.minted}:{number}"
