from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tougao.desk"
    label = "desk"
