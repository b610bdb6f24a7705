"""What a layout is."""

from dataclasses import dataclass

from foedus.lake.releases import Release


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which a dataset is released.

    Attributes:
        dataset: its key.
        name: of the layout, for messages and the manifest.
        shape: of the rows it gives; "" for a file that only helps to read another.
        needs: columns by which it is known, lower case; for a file without header, all its columns in order.
        sql: the SELECT, see the package.
        lacks: columns that another layout of the dataset has and this one has not.
        widths: for a file without header, how many columns it may have.
        directed: whether a row says something of what `a` does or owes to `b` alone.
        resolves: "number", "code" (ISO3 or the dataset's own) or "name".
        version: column that holds the version, or "".
        version_in_name: pattern of the version in the file's name, two groups joined by a dot, or "".
        period_in_name: whether the name says which days the file covers.
        drops: why rows that the SELECT leaves out are left out.
        dropped: condition on a row of `raw` by which they are counted where one row gives several; "" where none does.
    """

    dataset: str
    name: str
    shape: str
    needs: tuple[str, ...]
    sql: str
    lacks: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    directed: bool = False
    resolves: str = "number"
    version: str = ""
    version_in_name: str = ""
    period_in_name: bool = False
    drops: str = ""
    dropped: str = ""

    def fits(self, release: Release) -> bool:
        """Return whether a file is laid out so."""
        columns = {column.lower() for column in release.header}
        if self.widths:
            return len(release.header) in self.widths and release.header[0].isdigit()
        return set(self.needs) <= columns and not set(self.lacks) & columns


def integer(column: str) -> str:
    """Return SQL for a column as an integer, null where it is none."""
    return f"TRY_CAST({column} AS INTEGER)"


def kinds(**columns: str) -> str:
    """Return SQL for the words of the columns that are 1, such as "defense nonaggression"."""
    parts = ", ".join(f"CASE WHEN {integer(column)} >= 1 THEN '{kind}' END" for kind, column in columns.items())
    return f"concat_ws(' ', {parts})"
