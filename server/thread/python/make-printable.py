"""Writes printable-table.ts from this Python's str.isprintable. Run with Python 3.11 (Unicode 14).

    python3 server/thread/python/make-printable.py > server/thread/python/printable-table.ts
"""
import sys
import unicodedata

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(n):
    text = ""
    while True:
        n, digit = divmod(n, 36)
        text = DIGITS[digit] + text
        if n == 0:
            return text


def runs():
    """Lengths of the runs of printable and non-printable code points in turn, from U+0000."""
    length, printable = 0, True
    for code in range(sys.maxunicode + 1):
        if chr(code).isprintable() != printable:
            yield length
            length, printable = 0, not printable
        length += 1
    yield length


words, lines = [base36(n) for n in runs()], [""]
for word in words:
    if len(lines[-1]) + len(word) > 94:
        lines.append("")
    lines[-1] += word + " "
lines[-1] = lines[-1].rstrip()

print("// Made by make-printable.py; not edited by hand.")
print()
print("/** Unicode version that the table follows: that of Python 3.11. */")
print(f"export const UNICODE_VERSION = '{unicodedata.unidata_version}';")
print()
print("/** Lengths of the runs of printable and other code points in turn from U+0000, in base 36. */")
print("export const PRINTABLE_RUNS =")
print(" +\n".join(f"  '{line}'" for line in lines) + ";")
