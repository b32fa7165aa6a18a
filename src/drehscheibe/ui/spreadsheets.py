"""What spreadsheet programs would take for a formula, written so that they do not."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would begin to calculate (OWASP: CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_DANGEROUS) else cell
