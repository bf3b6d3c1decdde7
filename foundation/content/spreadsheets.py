"""What is exported to spreadsheets."""

# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def harmless(text):
    """Text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
