"""What Django answers: the desk and the readers' requests. All else is files."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
