"""The addresses of runs."""

from django.urls import path

from baansuk.runs import pages

urlpatterns = [
    path("runs/", pages.runs, name="runs"),
    path("runs/ask/", pages.ask, name="runs-ask"),
    path("runs/<int:number>/", pages.run, name="run"),
    path("runs/<int:number>/stop/", pages.stop, name="run-stop"),
    path("runs/<int:number>/again/", pages.again, name="run-again"),
]
