"""Reads a file with another program's parser and writes what it found as JSON: a list of entries, each a list of pairs.

    python read.py rispy FILE.ris            tags and values
    python read.py bibtexparser FILE.bib     fields and values, TeX decoded and names split
"""

import json
import sys


def ris(path):
    import rispy

    with open(path, encoding="utf-8") as file:
        entries = rispy.load(file, skip_unknown_tags=False)
    tags = {name: tag for tag, name in rispy.TAG_KEY_MAPPING.items()}
    for entry in entries:
        unknown = entry.pop("unknown_tag", {})
        pairs = [(tags[name], value) for name, value in entry.items()] + list(unknown.items())
        yield [(tag, one) for tag, value in pairs for one in (value if isinstance(value, list) else [value])]


def bib(path):
    import bibtexparser
    from bibtexparser import middlewares

    stack = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts(), middlewares.LatexDecodingMiddleware()]
    library = bibtexparser.parse_file(path, encoding="utf-8", append_middleware=stack)
    assert not library.failed_blocks, [str(block.error) for block in library.failed_blocks]
    raw = bibtexparser.parse_file(path, encoding="utf-8").entries_dict
    for entry in library.entries:
        fields = [("ENTRYTYPE", entry.entry_type), ("ID", entry.key)]
        for field in entry.fields:
            # Addresses are no TeX.
            value = raw[entry.key][field.key] if field.key in ("doi", "url") else field.value
            values = value if isinstance(value, list) else [value]
            fields += [(field.key, written(value)) for value in values]
        yield fields


def written(value):
    """A name as `von Last | Jr | First`, all else as text."""
    if not hasattr(value, "last"):
        return str(value)
    return " | ".join(" ".join(part) for part in (value.von + value.last, value.jr, value.first))


reader = {"rispy": ris, "bibtexparser": bib}[sys.argv[1]]
print(json.dumps(list(reader(sys.argv[2]))))
