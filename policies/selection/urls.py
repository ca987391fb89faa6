"""Addresses of selections."""

from django.urls import path

from policies.selection.views import ballots, marks, public

_ONE = "selections/<int:year>/<slug:code>/"

urlpatterns = [
    path("selections/", public.selections, name="selections"),
    path("selections/<int:year>/", public.selections_of, name="selections_of"),
    path("selections/sent/", ballots.sent, name="selection_sent"),
    path("selections/ballot/<str:token>/", ballots.confirm, name="selection_confirm"),
    path("selections/mark/<str:token>/", marks.by_link, name="selection_marking_link"),
    path(_ONE, public.selection, name="selection"),
    path(f"{_ONE}vote/", ballots.vote, name="selection_vote"),
    path(f"{_ONE}result.csv", public.result, name="selection_result"),
    path(f"{_ONE}marking/", marks.by_account, name="selection_marking"),
]
