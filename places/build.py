#!/usr/bin/env python3
"""Builds places/syria.tsv and places/ukraine.tsv from a table of GeoNames.

    python3 places/build.py TABLE

TABLE is tab-separated, with a heading and the columns geonameid, name, countrycode, admin1code, latitude,
longitude, population and alternatenames (parted by |); that is GeoNames' cities500 with those columns kept. Only
rows of Syria (SY) and Ukraine (UA) are taken. The result is the same, byte for byte, for the same table.

What is left out: names in other scripts than Latin, Arabic and Cyrillic, codes of airports, and spellings in small
letters, which are transliterations by machine. The radius is ours; see SOURCES.md.
"""

import csv
import sys
import unicodedata
from pathlib import Path

FILES = {"SY": "syria.tsv", "UA": "ukraine.tsv"}
COLUMNS = ["id", "name", "names", "country", "admin", "lat", "lon", "population", "radius_km"]
# More people than that: so many kilometres. Nobody counted: as a small town.
RADII = [(1_000_000, "15"), (200_000, "10"), (50_000, "6"), (10_000, "4"), (1_000, "2"), (0, "1.5")]
UNCOUNTED = "3"


def script(name):
    found = set()
    for letter in name:
        if letter.isalpha():
            found.add(unicodedata.name(letter, "").split(" ")[0])
    return found


def folded(name):
    """Letters and digits alone: spellings that differ in marks and signs only are one name."""
    plain = unicodedata.normalize("NFKD", name).lower()
    return "".join(letter for letter in plain if letter.isalnum())


def kept(names, main):
    seen, out = {folded(main)}, []
    for name in names:
        if is_kept(name) and folded(name) not in seen:
            seen.add(folded(name))
            out.append(name)
    return out


def is_kept(name):
    if not 2 <= len(name) <= 60 or any(sign in name for sign in "\t|\"\n"):
        return False
    scripts = script(name)
    if scripts <= {"LATIN", "MODIFIER"} and "LATIN" in scripts:
        first = next(letter for letter in name if letter.isalpha())
        is_code = name.isupper() and len(name) <= 4
        return not is_code and (first.isupper() or name.startswith(("al-", "as-", "ad-", "at-", "ar-")))
    return scripts in ({"ARABIC"}, {"CYRILLIC"})


def radius(population):
    if population == 0:
        return UNCOUNTED
    return next(km for more, km in RADII if population > more)


def rows(table):
    with open(table, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            country = row["countrycode"]
            if country not in FILES:
                continue
            name = row["name"].replace("\u200e", "").strip()
            others = sorted({one.replace("\u200e", "").strip() for one in row["alternatenames"].split("|")})
            population = int(row["population"] or 0)
            yield country, int(row["geonameid"]), [
                f"geonames:{row['geonameid']}",
                name,
                " | ".join(kept(others, name)),
                country,
                f"{country}.{row['admin1code']}",
                row["latitude"],
                row["longitude"],
                str(population) if population else "",
                radius(population),
            ]


def main():
    found = sorted(rows(sys.argv[1]), key=lambda row: row[1])
    for country, file in FILES.items():
        lines = ["\t".join(COLUMNS)] + ["\t".join(row) for of, _, row in found if of == country]
        Path(__file__).with_name(file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{file}: {len(lines) - 1} places")


main()
