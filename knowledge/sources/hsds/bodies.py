"""The organization behind a service."""

from knowledge.content import Organization
from knowledge.sources.hsds.clean import TextCleaner
from knowledge.sources.hsds.linking import LinkedTables
from knowledge.sources.hsds.names import MAX_NAME, readable_name
from knowledge.sources.report import Ledger, SourceRow
from knowledge.sources.values.links import checked, clean_email, clean_url


class OrganizationReader:
    """Reads organizations; one that is missing is looked for where some directories hide it."""

    def __init__(
        self,
        linked: LinkedTables,
        ledger: Ledger,
        cleaner: TextCleaner,
        *,
        acronyms: frozenset[str],
    ) -> None:
        self._linked = linked
        self._ledger = ledger
        self._cleaner = cleaner
        self._acronyms = acronyms
        self._one_numbering = _numbered_together(linked)

    def read(self, row: SourceRow) -> Organization | None:
        """Return the organization that a service row names, None (reported) if there is none."""
        key = row.get("organization_id")
        body = self._linked.by_id["organizations"].get(key)
        if body is None and key:
            body = self._body_above(key) if self._one_numbering else None
            stands_in = ", that of the service of this id is taken" if body else ""
            reason = f"its organization does not exist{stands_in}: {key}"
            self._ledger.issue(row, "organization_id", reason)
        if body is None:
            return None
        name = readable_name(self._cleaner.line(body.get("name")), self._acronyms)[:MAX_NAME]
        if not name:
            self._ledger.skip(body, "name", f"organization without a name: {key}")
            return None
        self._ledger.use(body)
        return Organization(
            external_id=body.get("id"),
            name=name,
            url=checked(self._ledger, body, "url", clean_url(body.get("url"))),
            email=checked(self._ledger, body, "email", clean_email(body.get("email"))),
        )

    def _body_above(self, key: str) -> SourceRow | None:
        """Return the organization of the service with id `key`, or of that one's, and so on up.

        Some directories number bodies, their sites and their programmes in one row, and let a
        programme name its site where the standard wants the organization.
        """
        seen: set[str] = set()
        while key not in seen and (service := self._linked.by_id["services"].get(key)):
            seen.add(key)
            key = service.get("organization_id")
            if body := self._linked.by_id["organizations"].get(key):
                return body
        return None


def _numbered_together(linked: LinkedTables) -> bool:
    """Return whether organizations and services share their ids.

    They do when every organization is a service of that id too, by the same name or by the end
    of it ("PARENT - NAME").
    """
    services = linked.by_id["services"]
    bodies = linked.by_id["organizations"]
    return bool(bodies) and all(
        key in services and body.get("name").endswith(services[key].get("name"))
        for key, body in bodies.items()
    )
