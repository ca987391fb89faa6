"""The texts a document has had, and two of them compared."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.comparing import compare
from disclosure.models import Document
from disclosure.presenters.versions import versions_of
from disclosure.views.readers import for_reader_only


@require_safe
@for_reader_only
def comparison(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What changed from one text of a document to another; both must be its, and readable."""
    rows = Document.objects.readable_by(request.user).select_related("organ")
    old, new = (get_object_or_404(rows, pk=number) for number in (pk, other))
    family = selectors.texts_of(new, viewer=request.user)
    if old.pk == new.pk or old.pk not in {text.document.pk for text in family}:
        raise Http404
    context = {
        "old": old,
        "new": new,
        "versions": versions_of(family, new),
        "stretches": compare(old.paragraphs(), new.paragraphs()),
    }
    return render(request, "disclosure/comparison.html", context)
