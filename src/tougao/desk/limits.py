"""Views that answer only so often (desk/rates.py): what is costly, or can be guessed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase

from tougao.desk import rates
from tougao.desk.trouble import too_many

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def limited(action: str, when: Callable[[HttpRequest], bool] = lambda _request: True) -> Callable[[View[P]], View[P]]:
    """The view answers 429 to whoever asks too often."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if when(request) and not rates.spend(request, action):
                return too_many(request)
            return view(request, *args, **kwargs)

        return cast(View[P], counted)

    return wrap


def is_search(request: HttpRequest) -> bool:
    return bool(request.GET.get("q"))
