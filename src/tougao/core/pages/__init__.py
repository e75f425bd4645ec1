"""Articles and lists → pages of an edition, by jinja2 templates of the site. Same input, same bytes."""

from tougao.core.pages.edition import Listing, Pages, Printed
from tougao.core.pages.environment import environment

__all__ = ["Listing", "Pages", "Printed", "environment"]
