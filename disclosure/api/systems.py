"""What every address has in common that another system calls with a key of its own."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.request import Request


class JsonAlone(DefaultContentNegotiation):
    """JSON is read and JSON is answered, whatever a client says it would rather have."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        del request, format_suffix
        chosen = next(iter(renderers))
        return chosen, str(chosen.media_type)


class ShallowJSONParser(JSONParser):
    """JSON that is nested deeper than it can be read is as bad as any other that cannot."""

    def parse(self, stream: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(stream, *args, **kwargs)
        except RecursionError as error:
            raise ParseError from error
