"""Two texts of a regulation compared."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.comparison import compare
from disclosure.models import Document
from disclosure.presenters.sheets import paragraphs_of
from disclosure.presenters.works import history, texts_of, work_of
from disclosure.views.readers import for_reader_only


@require_safe
@for_reader_only
def comparison(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What changed from one text of a work to a later one; both must be its, and readable."""
    readable = Document.objects.readable_by(request.user)
    new = get_object_or_404(selectors.with_works(readable, readable=readable), pk=other)
    old = get_object_or_404(readable.with_page_parts(), pk=pk)
    work = work_of(new)
    order = [row.document_id for row in texts_of(work)] if work else []
    if work is None or old.pk == new.pk or old.pk not in order:
        raise Http404
    if order.index(old.pk) > order.index(new.pk):
        # Read backwards, what came would be said to have gone.
        return redirect("disclosure:comparison", new.pk, old.pk)
    context = {
        "old": old,
        "new": new,
        "work": work,
        "history": history(work, here=new.pk, on=timezone.localdate()),
        "stretches": compare(paragraphs_of(old), paragraphs_of(new)),
    }
    return render(request, "disclosure/comparison.html", context)
