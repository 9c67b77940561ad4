"""What the tests of the readers share: samples by name, and a document as plain lists."""

from __future__ import annotations

from pathlib import Path

from intake.readers.document import Document, Grid, Paragraph

SAMPLES = Path(__file__).parents[2] / "samples" / "intake"
UP = "^"  # in a drawn grid: the continuation of a merged cell


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def drawn(grid: Grid) -> list[list[str]]:
    """The cells' texts; a continuation as ^ before the text that it repeats."""
    return [[UP + cell.text if cell.merged else cell.text for cell in row] for row in grid.rows]


def grids(document: Document) -> list[list[list[str]]]:
    return [drawn(block) for block in document.blocks if isinstance(block, Grid)]


def texts(document: Document) -> list[str]:
    """The paragraphs in their order, and "#" where a grid stands."""
    return [block.text if isinstance(block, Paragraph) else "#" for block in document.blocks]


def hangs_together(document: Document) -> None:
    """What the contract says of every document."""
    numbers = [line.number for line in document.lines]
    assert numbers == sorted(set(numbers))
    assert all(line.text.strip() and "\n" not in line.text for line in document.lines)
    assert all(line.text.encode() and "\x00" not in line.text for line in document.lines)
    by_number = {line.number: line for line in document.lines}
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert by_number[block.line].text == block.text
            assert by_number[block.line].page == block.page
            continue
        assert len({len(row) for row in block.rows}) == 1
        assert block.line == block.rows[0][0].line
        for row in block.rows:
            assert len({cell.line for cell in row}) == 1
            own = [cell.text.split() for cell in row if not cell.merged and cell.text.strip()]
            shown = by_number[row[0].line].text.split() if own else []
            assert shown == [word for words in own for word in words]
