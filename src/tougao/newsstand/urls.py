from django.urls import path

from tougao.newsstand import reads

urlpatterns = [path("read/<int:number>.gif", reads.count, name="read")]
