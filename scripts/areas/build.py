#!/usr/bin/env python3
"""Makes the official lists of territory (config/seed/areas/*.csv) from the PyPI package `vietnamadminunits` (MIT).

    pip install --no-deps vietnamadminunits==1.0.4
    python3 scripts/areas/build.py                write the four lists
    python3 scripts/areas/build.py --check DIR    compare with a second compilation and write nothing

Either way the lists are first held against the published counts and against themselves.

Beside the package the build reads, from its own folder:
    settled.csv       where the package and the second compilation differ, what we keep, and why
    points_2025.csv   a point inside each unit of 2025: the centre of the largest circle inside its boundary, WGS 84,
                      own computation (the package's points of old units come from a geocoder and may not be passed on)
    changes_2026.csv  kinds and names that changed on 30/4/2026, after the package was made

--check prints every difference, also the settled ones, and exits 1 when a difference is not settled, a settled row
no longer meets a difference, or a written list is not what the build gives. DIR holds admin_units_2024.csv,
admin_units_2025.csv, admin_unit_changes_2025.csv, admin_unit_changes_2026.csv and admin_unit_code_aliases.csv.
"""
import argparse
import collections
import csv
import importlib.metadata
import importlib.util
import io
import json
import pathlib
import sqlite3
import sys
import unicodedata

VERSION = "1.0.4"
HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent.parent / "config" / "seed" / "areas"
OLD_FROM, OLD_TO, NEW_FROM = "2008-08-01", "2025-06-30", "2025-07-01"
COUNTRY = ["VN", "1945-09-02", "", "country", "quoc_gia", "Việt Nam", "Việt Nam", "", "", ""]
ALIASES = [["06978", "06970"]]  # Xã Ba Chẽ: some lists carry the first code, the statistics office the second
KINDS = {"Tỉnh": "tinh", "Thành phố": "thanh_pho", "Quận": "quan", "Huyện": "huyen", "Thị xã": "thi_xa",
         "Phường": "phuong", "Thị trấn": "thi_tran", "Xã": "xa", "Đặc khu": "dac_khu"}
KINDS_EXPECTED = {
    "2024": {"province": {"tinh": 57, "thanh_pho": 6},
             "district": {"quan": 49, "huyen": 508, "thi_xa": 52, "thanh_pho": 87},
             "commune": {"phuong": 1726, "thi_tran": 617, "xa": 7692}},
    "2025": {"province": {"tinh": 28, "thanh_pho": 6}, "commune": {"xa": 2621, "phuong": 687, "dac_khu": 13}}}
ISLAND_DISTRICTS = ["318", "471", "498", "536", "755"]  # had no communes; became special zones
COMMUNES_BY_PROVINCE = [126, 56, 124, 45, 38, 75, 99, 92, 65, 54, 99, 148, 114, 104, 129, 166, 130, 69, 78, 40, 94, 96,
                        135, 65, 102, 124, 95, 168, 96, 102, 124, 102, 103, 64]  # 2025, in code order

Unit = collections.namedtuple("Unit", "level parent full_name")
Lists = collections.namedtuple("Lists", "units successors")  # {"2024"|"2025": {code: Unit}}, {old code: {new codes}}


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_code(code):
    return len(code), code


def split_kind(full_name):
    """("phuong", "Ba Đình") of "Phường Ba Đình"."""
    for word, kind in KINDS.items():
        if full_name.startswith(word + " "):
            return kind, full_name[len(word) + 1:]
    sys.exit(f"no kind in the name {full_name!r}")


def province_of(units, code):
    while len(code) > 2:
        code = units[code].parent
    return code


# --- the package ---

def package_data():
    spec = importlib.util.find_spec("vietnamadminunits")
    if spec is None or importlib.metadata.version("vietnamadminunits") != VERSION:
        sys.exit(f"this build needs: pip install --no-deps vietnamadminunits=={VERSION}")
    return pathlib.Path(spec.submodule_search_locations[0]) / "data"


def put(table, key, value):
    """Like table[key] = value, but a key stands for one value only."""
    if table.setdefault(key, value) != value:
        sys.exit(f"the package gives {key} two meanings: {table[key]} and {value}")


def read_package():
    """The lists as the package has them. Its converter names a unit by a key without accents, not by its code."""
    folder = package_data()
    db = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    units, keys = {"2024": {}, "2025": {}}, {"2024": {}, "2025": {}}

    def take(period, level, code, parent, name, key):
        put(units[period], code, Unit(level, parent, unicodedata.normalize("NFC", name)))
        put(keys[period], key, code)

    for p, p_name, p_key, c, c_name, c_key in db.execute(
            "SELECT provinceCode, province, provinceKey, wardCode, ward, wardKey FROM admin_units"):
        take("2025", "province", p, "VN", p_name, p_key)
        take("2025", "commune", c, p, c_name, f"{p_key}_{c_key}")
    for p, p_name, p_key, d, d_name, d_key, c, c_name, c_key in db.execute(
            "SELECT provinceCode, province, provinceKey, districtCode, district, districtKey, wardCode, ward, wardKey"
            " FROM admin_units_legacy"):
        take("2024", "province", p, "VN", p_name, p_key)
        take("2024", "district", d, p, d_name, f"{p_key}_{d_key}_")
        if c:
            take("2024", "commune", c, d, c_name, f"{p_key}_{d_key}_{c_key}")

    converter = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    successors = collections.defaultdict(set)
    for province, olds in converter["DICT_PROVINCE"].items():
        for old in olds:
            successors[keys["2024"][old]].add(keys["2025"][province])
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():
            for old in olds:
                successors[keys["2024"][old]].add(keys["2025"][f"{province}_{commune}"])
    for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in olds.items():
            for part in parts:
                successors[keys["2024"][old]].add(keys["2025"][f"{province}_{part['newWardKey']}"])
    return Lists(units, successors)


def apply(lists, settled):
    """Turns the package's lists into ours. A link row without `package` adds a link, one without `ours` drops it."""
    for row in settled:
        code, was, now = row["code"], row["package"], row["ours"]
        if row["field"] == "full_name":
            units = lists.units[row["list"]]
            if units[code].full_name != was:
                sys.exit(f"settled.csv: the package calls {code} {units[code].full_name!r}, not {was!r}")
            units[code] = units[code]._replace(full_name=now)
        elif row["field"] == "successor":
            if (was and was not in lists.successors[code]) or (not was and now in lists.successors[code]):
                sys.exit(f"settled.csv: the package does not have it so: {code}, {was or now}")
            lists.successors[code] -= {was}
            lists.successors[code] |= {now} - {""}
        else:
            sys.exit(f"settled.csv: unknown field {row['field']!r}")
    return lists


# --- our lists ---

def tables(lists, points):
    """The four files: name -> (header, rows)."""
    areas = [COUNTRY]
    for period, start, end in (("2024", OLD_FROM, OLD_TO), ("2025", NEW_FROM, "")):
        for code, unit in sorted(lists.units[period].items(), key=lambda item: by_code(item[0])):
            point = points.get(code, ("", "")) if period == "2025" else ("", "")
            areas.append([code, start, end, unit.level, *split_kind(unit.full_name), unit.full_name, unit.parent, *point])

    sources = collections.defaultdict(set)
    for old, news in lists.successors.items():
        for new in news:
            sources[new].add(old)
    successions = []
    for old in sorted(lists.successors, key=by_code):
        news = sorted(lists.successors[old])
        for new in news:
            if len(news) > 1:
                note = "split"
            elif len(sources[new]) > 1:
                note = "merged"
            elif lists.units["2024"][old].full_name.lower() == lists.units["2025"][new].full_name.lower():
                note = "unchanged"
            else:
                note = "renamed"
            successions.append([old, new, NEW_FROM, "part" if len(news) > 1 else "whole", note])

    labels = [[row["code"], row["effective_date"], *split_kind(row["new_full_name"]), row["new_full_name"], row["legal_basis"]]
              for row in read_csv(HERE / "changes_2026.csv")]
    return {
        "areas.csv": (["code", "valid_from", "valid_to", "level", "kind", "name", "full_name", "parent_code", "lat", "lon"], areas),
        "labels.csv": (["code", "valid_from", "kind", "name", "full_name", "legal_basis"], labels),
        "successions.csv": (["old_code", "new_code", "on", "share", "note"], successions),
        "aliases.csv": (["alias", "code"], ALIASES),
    }


def text_of(table):
    header, rows = table
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def faults(lists, files):
    """What the lists break: published counts and their own rules."""
    units, successors = lists.units, lists.successors
    old, new = units["2024"], units["2025"]
    areas, successions = files["areas.csv"][1], files["successions.csv"][1]
    per_province = collections.Counter(unit.parent for unit in new.values() if unit.level == "commune")
    communes = [code for code, unit in old.items() if unit.level == "commune"]
    kinds = {p: collections.defaultdict(collections.Counter) for p in units}
    for period, held in units.items():
        for unit in held.values():
            kinds[period][unit.level][split_kind(unit.full_name)[0]] += 1
    above = {"province": ("country",), "district": ("province",), "commune": ("district",)}
    aliases = {alias for alias, _ in files["aliases.csv"][1]}

    def count(rule):
        return sum(1 for row in successions if rule(row))

    rules = [
        ("units by kind", kinds, KINDS_EXPECTED),
        ("rows of areas.csv", len(areas), 1 + 63 + 696 + 10035 + 34 + 3321),
        ("communes by province", [per_province[p] for p in sorted(per_province)], COMMUNES_BY_PROVINCE),
        ("old communes whole", count(lambda r: len(r[0]) == 5 and r[3] == "whole"), 9593),
        ("old communes divided", sum(1 for c in communes if len(successors[c]) > 1), 442),
        ("rows of divided communes", count(lambda r: r[3] == "part"), 974),
        ("links of provinces", count(lambda r: len(r[0]) == 2), 63),
        ("links of districts", sorted(r[0] for r in successions if len(r[0]) == 3), ISLAND_DISTRICTS),
        ("old communes without successor", [c for c in communes if not successors[c]], []),
        ("new units without predecessor", sorted(new.keys() - {row[1] for row in successions}), []),
        ("successors that do not exist", [r for r in successions if r[1] not in new], []),
        ("successors outside the province",
         [r for r in successions if province_of(new, r[1]) not in successors[province_of(old, r[0])]], []),
        ("codes twice in a period", [k for k, n in collections.Counter((r[0], r[1]) for r in areas).items() if n > 1], []),
        ("code length against level",
         [r[0] for r in areas[1:] if len(r[0]) != {"province": 2, "district": 3, "commune": 5}[r[3]]], []),
        ("parents missing or of a wrong level",
         [code for period, held in units.items() for code, unit in held.items()
          if ("country" if unit.parent == "VN" else held[unit.parent].level if unit.parent in held else None)
          not in (above[unit.level] if period == "2024" or unit.level == "province" else ("province",))], []),
        ("units of 2025 without a point", [r[0] for r in areas if r[1] == NEW_FROM and not (r[8] and r[9])], []),
        ("points outside the country",
         [r[0] for r in areas if r[8] and not (6 < float(r[8]) < 24 and 102 < float(r[9]) < 118)], []),
        ("labels of unknown units", [r[0] for r in files["labels.csv"][1] if r[0] not in new], []),
        ("aliases that are codes", sorted(aliases & new.keys()), []),
        ("aliases of no code", [code for _, code in files["aliases.csv"][1] if code not in new], []),
        ("not NFC, or blanks", [r[0] for r in areas if any(
            v != unicodedata.normalize("NFC", v) or v != " ".join(v.split()) for v in r)], []),
    ]
    return [f"{what}: {got}, expected {wanted}" for what, got, wanted in rules if got != wanted]


# --- the second compilation ---

def differences(lists, folder):
    """Where the package's lists and the second compilation differ: (list, code, field, package, theirs)."""
    out = []
    for period, units in lists.units.items():
        theirs = {row["code"]: row for row in read_csv(folder / f"admin_units_{period}.csv")}
        for code in sorted(units.keys() | theirs.keys(), key=by_code):
            if code not in units or code not in theirs:
                out.append((period, code, "unit", units[code].full_name if code in units else "",
                            theirs[code]["full_name"] if code in theirs else ""))
                continue
            unit, their = units[code], theirs[code]
            pairs = (("level", unit.level, their["level"]), ("parent", unit.parent, their["parent_code"] or "VN"),
                     ("full_name", unit.full_name, their["full_name"]))
            out += [(period, code, field, ours, other) for field, ours, other in pairs if ours != other]
    links = collections.defaultdict(set)
    for row in read_csv(folder / "admin_unit_changes_2025.csv"):
        links[row["old_code"]].add(row["new_code"])
    for code in sorted(links.keys() | lists.successors.keys(), key=by_code):
        out += [("links", code, "successor", new, "") for new in sorted(lists.successors[code] - links[code])]
        out += [("links", code, "successor", "", new) for new in sorted(links[code] - lists.successors[code])]
    return out


def late_differences(files, folder, settled):
    """Where the finished files differ from the second compilation in what settled.csv does not speak of."""
    respelled = {row["code"] for row in settled if row["list"] == "2024"}  # the same link may be "renamed" to one side only
    notes = {"split_remainder": "split", "renamed_or_retyped": "renamed",
             "island_district_without_communes_became_special_zone": "renamed"}
    theirs = {"kind": {}, "point": {}, "link": {}, "label": {}, "alias": {}}
    for period, start in (("2024", OLD_FROM), ("2025", NEW_FROM)):
        for row in read_csv(folder / f"admin_units_{period}.csv"):
            theirs["kind"][row["code"], start] = row["kind"]
            if period == "2025":
                theirs["point"][row["code"]] = (row["lat"], row["lon"])
    for row in read_csv(folder / "admin_unit_changes_2025.csv"):
        theirs["link"][row["old_code"], row["new_code"]] = (row["share"], notes.get(row["note"], row["note"]))
    for row in read_csv(folder / "admin_unit_changes_2026.csv"):
        theirs["label"][row["code"]] = (row["effective_date"], row["new_kind"], row["new_full_name"], row["legal_basis"])
    for row in read_csv(folder / "admin_unit_code_aliases.csv"):
        theirs["alias"][row["alias_code"]] = row["code"]
    areas = files["areas.csv"][1][1:]
    ours = {
        "kind": {(r[0], r[1]): r[4] for r in areas},
        "point": {r[0]: (r[8], r[9]) for r in areas if r[1] == NEW_FROM},
        "link": {(r[0], r[1]): (r[3], r[4]) for r in files["successions.csv"][1]},
        "label": {r[0]: (r[1], r[2], r[4], r[5]) for r in files["labels.csv"][1]},
        "alias": dict(files["aliases.csv"][1]),
    }
    for side in (ours, theirs):
        for key, (share, note) in side["link"].items():
            if key[0] in respelled and note in ("renamed", "unchanged"):
                side["link"][key] = (share, "unchanged or renamed")
    return [(what, key, ours[what].get(key), theirs[what].get(key)) for what in ours
            for key in sorted(ours[what].keys() | theirs[what].keys(), key=str)
            if ours[what].get(key) != theirs[what].get(key)]


def check(package_lists, settled, files, folder):
    """Prints every difference; how many of them nobody settled."""
    known = {tuple(row[c] for c in ("list", "code", "field", "package", "theirs")): row for row in settled}
    found = differences(package_lists, folder)
    for row in found:
        state = f"settled as {known[row]['ours'] or 'nothing'!r}: {known[row]['reason']}" if row in known else "NOT SETTLED"
        print("{}, {}, {}: package {!r}, second compilation {!r}".format(*row), "-", state)
    problems = [f"settled row without a difference: {key}" for key in known.keys() - set(found)]
    problems += [f"NOT SETTLED: {what} {key}: ours {ours}, second compilation {theirs}"
                 for what, key, ours, theirs in late_differences(files, folder, settled)]
    for name, table in files.items():
        path = OUT / name
        if not path.exists() or path.read_bytes() != text_of(table).encode():
            problems.append(f"{name} is not what the build gives; run it without --check")
    print(*problems, sep="\n", end="\n" if problems else "")
    unsettled = sum(1 for row in found if row not in known)
    print(f"{len(found)} differences, {len(found) - unsettled} of them settled; {len(problems)} other faults")
    return unsettled + len(problems)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", metavar="DIR", type=pathlib.Path, help="compare with the second compilation in DIR; write nothing")
    args = parser.parse_args()

    settled = read_csv(HERE / "settled.csv")
    lists = apply(read_package(), settled)
    points = {row["code"]: (row["lat"], row["lon"]) for row in read_csv(HERE / "points_2025.csv")}
    files = tables(lists, points)
    wrong = faults(lists, files)
    for fault in wrong:
        print("wrong:", fault)
    if args.check:
        open_ends = check(read_package(), settled, files, args.check)
        sys.exit(1 if wrong or open_ends else 0)
    if wrong:
        sys.exit("nothing written")
    OUT.mkdir(parents=True, exist_ok=True)
    for name, table in files.items():
        (OUT / name).write_bytes(text_of(table).encode())
        print(f"{name}: {len(table[1])} rows")


if __name__ == "__main__":
    main()
