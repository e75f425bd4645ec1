from django.apps import AppConfig


class NewsstandConfig(AppConfig):
    name = "tougao.newsstand"
    label = "newsstand"
