"""What is the same on all pages of a site, written into its templates when these are compiled."""

from collections.abc import Callable
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from tougao.core.site import Site

SIMPLE = (str, int, type(None))  # of these kinds are values that compiled code can hold
UNKNOWN = object()


class SiteEnvironment(jinja2.Environment):
    """The templates of one site, each read once. `speak` gives a word in the site's language.

    In a template, `site` is this one, and `once(name)` is a template that shows the site alone, rendered once for all pages.
    """

    def __init__(self, site: Site, speak: Callable[[str], str], **options: Any) -> None:
        super().__init__(**options)
        self.site, self.speak = site, speak
        self._found: dict[str, jinja2.Template] = {}
        self._constant: dict[str, Markup] = {}
        self.globals.update(site=site, once=self.once)

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:  # noqa: A002
        """Jinja's own memory takes a lock and looks whether a file is still the same; a page asks four times."""
        if name not in self._found:
            self._found[name] = super().get_template(name, parent, globals)
        return self._found[name]

    def make_globals(self, d: Any) -> Any:
        """A plain dict: Jinja's ChainMap is copied for each page, by a slow walk."""
        return self.globals | d if d else self.globals

    def once(self, name: str) -> Markup:
        if name not in self._constant:
            self._constant[name] = Markup(self.get_template(name).render())  # noqa: S704
        return self._constant[name]

    def _generate(self, source: nodes.Template, name: Any, filename: Any, defer_init: bool = False) -> str:
        """Jinja's hook between a template's tree and its code."""
        return super()._generate(_Folding(self).visit(source), name, filename, defer_init)


class _Folding(NodeTransformer):
    """Puts values in the place of what needs the site alone; of a condition that is known, its branch."""

    def __init__(self, environment: SiteEnvironment) -> None:
        self.environment = environment

    def generic_visit(self, node: nodes.Node, *args: Any, **options: Any) -> nodes.Node:
        super().generic_visit(node, *args, **options)
        for _, held in node.iter_fields():
            if isinstance(held, list):
                held[:] = _joined(held)
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        value = self._of_site(node)
        return nodes.Const(value, lineno=node.lineno) if isinstance(value, SIMPLE) else self.generic_visit(node)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        known = self._function(node.node)
        if not known or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        given = [each.value for each in node.args if isinstance(each, nodes.Const)]
        return nodes.Const(known(*given), lineno=node.lineno) if len(given) == len(node.args) else node

    def visit_And(self, node: nodes.And) -> nodes.Node:
        self.generic_visit(node)
        return (node.right if node.left.value else node.left) if isinstance(node.left, nodes.Const) else node

    def visit_Or(self, node: nodes.Or) -> nodes.Node:
        self.generic_visit(node)
        return (node.left if node.left.value else node.right) if isinstance(node.left, nodes.Const) else node

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:
        self.generic_visit(node)
        value = self._value(node.test)
        if value is UNKNOWN:
            return node
        if value:
            return node.body
        if not node.elif_:
            return node.else_
        first, *others = node.elif_
        return self.visit_If(nodes.If(first.test, first.body, others, node.else_, lineno=first.lineno))

    def _function(self, node: nodes.Node) -> Callable[..., object] | None:
        """What may be called now instead of on every page."""
        if isinstance(node, nodes.Name):
            words = {"_": lambda words: escape(self.environment.speak(words)), "once": self.environment.once}
            return words.get(node.name)
        value = self._of_site(node)
        return value if callable(value) else None

    def _of_site(self, node: nodes.Node) -> Any:
        if isinstance(node, nodes.Name) and node.name == "site":
            return self.environment.site
        if isinstance(node, nodes.Getattr):
            holder = self._of_site(node.node)
            return UNKNOWN if holder is UNKNOWN else getattr(holder, node.attr, UNKNOWN)
        return UNKNOWN

    def _value(self, node: nodes.Expr) -> object:
        try:
            return node.as_const(nodes.EvalContext(self.environment))
        except nodes.Impossible:
            return UNKNOWN


def _joined(held: list[Any]) -> list[Any]:
    """Outputs beside each other become one, so that the constant words in them become one."""
    out: list[Any] = []
    for each in held:
        if out and isinstance(each, nodes.Output) and isinstance(out[-1], nodes.Output):
            out[-1] = nodes.Output([*out[-1].nodes, *each.nodes], lineno=out[-1].lineno)
        else:
            out.append(each)
    return out
