"""Rebuilds acts-airwars.jsonl from the publisher's table of incidents.

    python3 rebuild.py path/to/airwars_syria_2014_2016.csv

Takes date, place, coordinates, belligerents as reported, harm, grade and the incident's code; no
narrative text. Prints an account of the rows that always adds up.
"""

import csv
import json
import re
import sys
import unicodedata
from pathlib import Path

ACTORS = {
    "Russian Military": "russian-aerospace-forces",
    "U.S.-led Coalition": "us-led-coalition",
    "Syrian Regime": "syrian-armed-forces",
    "Turkish Military": "turkish-armed-forces",
    "ISIS": "daesh",
}

# Our reading of the publisher's words for precision, as a radius in kilometres. Where the word
# names an administrative area or is missing, no radius is given.
RADIUS = {
    "exact_location": 0.1,
    "within_100m": 0.1,
    "neighbourhood_area": 1.5,
    "village": 2,
    "town": 4,
    "city": 8,
}


def slug(text):
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def count(row, field):
    low, high = row[field + "_min"].strip(), row[field + "_max"].strip()
    out = {}
    if low:
        out["min"] = int(float(low))
    if high:
        out["max"] = int(float(high))
    return out


def act(row):
    out = {"id": "airwars:" + row["code"], "kind": "attack"}
    names = [name.strip() for name in row["belligerents"].split(",") if name.strip()]
    if names and all(name in ACTORS for name in names):
        out["by"] = sorted({ACTORS[name] for name in names})
    out["at"] = row["date"] + (" .. " + row["date_end"] if row["date_end"] else "")
    place = {"id": slug(row["location_en"]), "name": row["location_en"]}
    if row["latitude"] and row["longitude"]:
        place["lat"], place["lon"] = float(row["latitude"]), float(row["longitude"])
        if row["geo_precision"] in RADIUS:
            place["radius_km"] = RADIUS[row["geo_precision"]]
    out["place"] = place
    harm = {}
    for ours, theirs in (("killed", "civ_killed"), ("injured", "civ_injured")):
        if count(row, theirs):
            harm[ours] = count(row, theirs)
    if harm:
        out["harm"] = harm
    out["sources"] = [
        {
            "publisher": "Airwars",
            "url": row["url"],
            "seen": row["published"],
            "says": f"civilian harm reported, graded {row['evidence_grade'].lower()}",
        }
    ]
    notes = {"belligerents as reported": row["belligerents"], "governorate": row["governorate"]}
    if row["geo_precision"]:
        notes["precision as reported"] = row["geo_precision"]
    out["notes"] = {key: value for key, value in notes.items() if value}
    return out


def main(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    chosen, other_dates, no_code = [], 0, 0
    for row in rows:
        if not "2016-02-01" <= row["date"] <= "2016-04-30":
            other_dates += 1
        elif not row["code"]:
            no_code += 1
        else:
            chosen.append(act(row))
    chosen.sort(key=lambda one: (one["at"], one["id"]))
    out = Path(__file__).with_name("acts-airwars.jsonl")
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for one in chosen:
            file.write(json.dumps(one, ensure_ascii=False) + "\n")
    print(f"{len(rows)} rows read: {len(chosen)} acts, {other_dates} outside the dates, {no_code} without a code")


if __name__ == "__main__":
    main(sys.argv[1])
