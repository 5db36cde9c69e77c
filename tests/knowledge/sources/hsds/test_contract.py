"""HSDS packages keep the contract of all sources."""

import csv
import io
from pathlib import Path

from knowledge.sources.hsds import read_package
from tests.support.source_contract import SourceContract

from .conftest import HSDS_1, write_zip


class TestHsds(SourceContract):
    """A zip archive of CSV files, read with the known places and topics."""

    reader = staticmethod(read_package)

    def write_good(self, folder: Path) -> Path:
        files = dict(HSDS_1)
        name = next(name for name in files if name.endswith("services.csv"))
        header, _, rows = files[name].partition("\n")
        first = next(csv.reader(io.StringIO(rows)))
        second = ["999" if at == 0 else cell for at, cell in enumerate(first)]
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(second)
        files[name] = f"{header}\n{rows.rstrip()}\n{out.getvalue()}"
        return write_zip(folder / "package.zip", files)

    def write_holding(self, folder: Path, data: bytes) -> tuple[Path, str]:
        package = folder / "package"
        package.mkdir()
        (package / "services.csv").write_bytes(data)
        return package, "services.csv"

    def write_text(self, folder: Path, text: str, encoding: str) -> tuple[Path, str]:
        return self.write_holding(folder, f"id,name\n1,{text}\n".encode(encoding))
