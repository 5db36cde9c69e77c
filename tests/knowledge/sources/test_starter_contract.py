"""Folders in the form of the starter content keep the contract of all sources."""

import shutil
from pathlib import Path

from knowledge.sources.starter import read_folder, starter_room
from tests.support.source_contract import SourceContract

RECORDS = ("howto/americas-escape-trafficking.yaml", "services/br-sao-paulo-crai.yaml")


class TestStarter(SourceContract):
    """Two records of the starter content, with the documents that they cite."""

    reader = staticmethod(read_folder)
    place_id = "world"

    def write_good(self, folder: Path) -> Path:
        room = folder / "room"
        for name in ("sources.yaml", *RECORDS):
            (room / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(starter_room() / name, room / name)
        return room

    def write_holding(self, folder: Path, data: bytes) -> tuple[Path, str]:
        room = self.write_good(folder)
        (room / RECORDS[1]).write_bytes(data)
        return room, RECORDS[1]

    def write_text(self, folder: Path, text: str, encoding: str) -> tuple[Path, str]:
        good = (starter_room() / RECORDS[1]).read_text(encoding="utf-8")
        return self.write_holding(folder, f"{good}\n# {text}\n".encode(encoding, "replace"))
