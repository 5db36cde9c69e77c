"""What every route works with: the directory, and how entries become objects of the standard."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fastapi import Request, Response

from admin.opendata.answers import Item, answer, page_of, stream, wanted_languages
from admin.opendata.directory import Directory
from admin.opendata.entries import Entry
from admin.opendata.questions import Paging
from knowledge.opendata.context import Context
from knowledge.opendata.extension import Json
from knowledge.topics import TopicGroup


@dataclass(frozen=True)
class Desk:
    """The surroundings of the routes; `public_url`: the server's address, "" for the one called."""

    directory: Directory
    context: Context
    groups: tuple[TopicGroup, ...]
    public_url: str = ""

    def base(self, request: Request) -> str:
        """Return the address of this API, without a slash at its end."""
        mounted_at = request.scope.get("root_path", "")
        called = f"{request.url.scheme}://{request.url.netloc}"
        return f"{self.public_url.rstrip('/') or called}{mounted_at}"

    def listed(
        self,
        request: Request,
        found: Sequence[Item],
        paging: Paging,
        write: Callable[[Sequence[Item]], list[Json]],
        languages: Callable[[Sequence[Item]], Iterable[str]] = lambda _some: (),
    ) -> Response:
        """Answer with a page of `found`, or all of it as a stream."""
        if paging.stream:
            return stream(request, found, write, languages(found), self.directory.stamp())
        begin = (paging.page - 1) * paging.per_page
        shown = languages(found[begin : begin + paging.per_page])
        return answer(request, page_of(found, paging.page, paging.per_page, write), shown)


def shown_in(request: Request) -> Callable[[Sequence[Entry]], Iterable[str]]:
    """Return what gives the languages that entries are shown in to who asks."""
    wanted = wanted_languages(request)
    return lambda entries: (entry.shown(wanted) for entry in entries)
