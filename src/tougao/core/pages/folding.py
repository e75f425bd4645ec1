"""What is the same on all pages of a site, written into its templates when these are compiled."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from tougao.core.site import Site

SIMPLE = (str, int, type(None))  # of these kinds are values that compiled code can hold
UNKNOWN = object()


class SiteEnvironment(jinja2.Environment):
    """The templates of one site, each read once.

    In a template, `site` is this one, and `once(name)` is a template that shows the site alone, rendered once for all pages.
    """

    def __init__(self, site: Site, **options: Any) -> None:
        super().__init__(**options)
        self.site = site
        self.functions: dict[str, Callable[..., object]] = {}
        self._found: dict[str, jinja2.Template] = {}
        self._constant: dict[str, Markup] = {}
        self.globals["site"] = site
        self.offer(once=self.once)

    def offer(self, **functions: Callable[..., object]) -> None:
        """Functions of one value or more that templates may call; the same values must always give the same."""
        for each in (self.functions, self.globals, self.filters):
            each.update(functions)

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:
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
        return super()._generate(_Folding(self, _own_names(source)).visit(source), name, filename, defer_init)


def _own_names(source: nodes.Template) -> set[str]:
    """What a template itself gives to a variable, an argument, a macro or an import."""
    own = {each.name for each in source.find_all(nodes.Name) if each.ctx != "load"}
    own |= {each.name for each in source.find_all(nodes.Macro)} | {
        each.target for each in source.find_all(nodes.Import)
    }
    imported = (each for found in source.find_all(nodes.FromImport) for each in found.names)
    return own | {each if isinstance(each, str) else each[1] for each in imported}


class _Folding(NodeTransformer):
    """Puts values in the place of what needs the site alone; of a condition that is known, its branch.

    `own` are the names that a template gives to something itself.
    """

    def __init__(self, environment: SiteEnvironment, own: set[str]) -> None:
        self.environment, self.own = environment, own

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
        called = self._function(node.node)
        if called is None or not node.args or node.dyn_args or node.dyn_kwargs:
            return node
        given = [each.value for each in node.args if isinstance(each, nodes.Const)]
        named = {each.key: each.value.value for each in node.kwargs if isinstance(each.value, nodes.Const)}
        if len(given) == len(node.args) and len(named) == len(node.kwargs):
            with suppress(Exception):  # what is wrong in a template is told when it prints, with its line
                value = called(*given, **named)
                return nodes.Const(value, lineno=node.lineno) if isinstance(value, SIMPLE) else node
        elif isinstance(node.node, nodes.Name):
            # As a filter it is called at once; for a call Jinja first looks each time at what it is.
            first, *others = node.args
            return nodes.Filter(first, node.node.name, others, node.kwargs, None, None, lineno=node.lineno)
        return node

    def visit_And(self, node: nodes.And) -> nodes.Node:
        self.generic_visit(node)
        return (node.right if node.left.value else node.left) if isinstance(node.left, nodes.Const) else node

    def visit_Or(self, node: nodes.Or) -> nodes.Node:
        self.generic_visit(node)
        return (node.left if node.left.value else node.right) if isinstance(node.left, nodes.Const) else node

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:
        if node.elif_:
            first, *others = node.elif_
            node.else_ = [nodes.If(first.test, first.body, others, node.else_, lineno=first.lineno)]
            node.elif_ = []
        self.generic_visit(node)
        value = self._value(node.test)
        return node if value is UNKNOWN else node.body if value else node.else_

    def _function(self, node: nodes.Node) -> Callable[..., Any] | None:
        """One that may be called now: it needs the site and what it is given."""
        if isinstance(node, nodes.Name):
            return None if node.name in self.own else self.environment.functions.get(node.name)
        value = self._of_site(node)
        return value if callable(value) else None

    def _of_site(self, node: nodes.Node) -> Any:
        if isinstance(node, nodes.Name):
            return self.environment.site if node.name == "site" and "site" not in self.own else UNKNOWN
        if isinstance(node, nodes.Getattr):
            holder = self._of_site(node.node)
            return UNKNOWN if holder is UNKNOWN else getattr(holder, node.attr, UNKNOWN)
        return UNKNOWN

    def _value(self, node: nodes.Node) -> object:
        try:
            return cast(nodes.Expr, node).as_const(nodes.EvalContext(self.environment))
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
