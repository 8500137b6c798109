#!/usr/bin/env python3
"""Makes config/seed/areas/*.csv from the PyPI package `vietnamadminunits` (MIT).

  pip install --no-deps vietnamadminunits==1.0.4
  python3 scripts/areas/build.py                 write the four files
  python3 scripts/areas/build.py --check DIR     compare with a second compilation in DIR (admin_units_2025.csv,
                                                 admin_units_2024.csv, admin_unit_changes_2025.csv); exit 1 when a
                                                 difference is not settled in scripts/areas/settled.csv
  python3 scripts/areas/build.py --settle DIR    write settled.csv anew from the differences with DIR

settled.csv says, row by row, where the package and the second compilation differ, what we keep and why.
points_2025.csv holds a point inside each present unit (centre of the largest inscribed circle of its boundary).
changes_2026.csv holds the names that changed on 30/4/2026.
"""
import collections, csv, importlib.util, json, pathlib, sqlite3, sys, unicodedata

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent.parent / "config/seed/areas"
KINDS = [("Thành phố", "thanh_pho"), ("Tỉnh", "tinh"), ("Thị xã", "thi_xa"), ("Thị trấn", "thi_tran"), ("Quận", "quan"),
         ("Huyện", "huyen"), ("Phường", "phuong"), ("Xã", "xa"), ("Đặc khu", "dac_khu")]
OLD_FROM, OLD_TO, NEW_FROM = "2008-08-01", "2025-06-30", "2025-07-01"
PER_PROVINCE = [126, 56, 124, 45, 38, 75, 99, 92, 65, 54, 99, 148, 114, 104, 129, 166, 130, 69, 78, 40, 94, 96, 135, 65,
                102, 124, 95, 168, 96, 102, 124, 102, 103, 64]


def nfc(text):
    return unicodedata.normalize("NFC", text)


def fold(text):
    marks = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return "".join(c for c in marks.replace("đ", "d") if c.isalnum())


def split_kind(full_name):
    return next((kind, full_name[len(word) + 1:]) for word, kind in KINDS if full_name.startswith(word + " "))


def package_folder():
    spec = importlib.util.find_spec("vietnamadminunits")
    if spec is None:
        sys.exit("vietnamadminunits is missing: pip install --no-deps vietnamadminunits==1.0.4")
    return pathlib.Path(spec.submodule_search_locations[0]) / "data"


def read_package():
    """(new units, old units, links): units as code -> (level, parent, full_name); links as (old, new) -> share."""
    db = sqlite3.connect(package_folder() / "dataset.db")
    new, old, new_key, old_key = {}, {}, {}, {}
    for code, name, ward, ward_name, pkey, wkey in db.execute(
            "SELECT provinceCode, province, wardCode, ward, provinceKey, wardKey FROM admin_units"):
        new[code], new[ward] = ("province", "VN", nfc(name)), ("commune", code, nfc(ward_name))
        new_key[pkey], new_key[pkey, wkey] = code, ward
    for code, name, dist, dist_name, ward, ward_name, pkey, dkey, wkey in db.execute(
            "SELECT provinceCode, province, districtCode, district, wardCode, ward, provinceKey, districtKey, wardKey"
            " FROM admin_units_legacy"):
        old[code], old[dist] = ("province", "VN", nfc(name)), ("district", code, nfc(dist_name))
        old_key[pkey], old_key[f"{pkey}_{dkey}_"] = code, dist
        if ward:
            old[ward] = ("commune", dist, nfc(ward_name))
            old_key.setdefault(f"{pkey}_{dkey}_{wkey}", ward)
    data = json.loads((package_folder() / "converter_2025.json").read_text())
    targets = collections.defaultdict(set)
    for new_province, olds in data["DICT_PROVINCE"].items():
        for key in olds:
            targets[old_key[key]].add(new_key[new_province])
    for province, wards in data["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for key in olds:
                targets[old_key[key]].add(new_key[province, ward])
    for province, olds in data["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in olds.items():
            for part in parts:
                ward = part["newWardKey"] if isinstance(part, dict) else part
                targets[old_key[key]].add(new_key[province, ward])
    return new, old, targets


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def settled():
    path = HERE / "settled.csv"
    return rows(path) if path.exists() else []


def build():
    """The package with the settled rows applied."""
    new, old, targets = read_package()
    for row in settled():
        if row["field"] == "full_name":
            units = new if row["list"] == "2025" else old
            level, parent, _ = units[row["code"]]
            units[row["code"]] = (level, parent, row["ours"])
        elif row["field"] == "successor":
            if row["package"] and row["package"] != row["ours"]:
                targets[row["code"]].discard(row["package"])
            if row["ours"]:
                targets[row["code"]].add(row["ours"])
    return new, old, targets


def differences(folder):
    """Every place where the package and the second compilation differ: (list, code, field, package, theirs)."""
    new, old, targets = read_package()
    out = []
    for name, units, path in (("2025", new, "admin_units_2025.csv"), ("2024", old, "admin_units_2024.csv")):
        theirs = {r["code"]: r for r in rows(folder / path)}
        for code in sorted(set(units) | set(theirs)):
            mine, other = units.get(code), theirs.get(code)
            if mine is None or other is None:
                out.append((name, code, "unit", mine[2] if mine else "", other["full_name"] if other else ""))
                continue
            if (other["parent_code"] or "VN") != mine[1]:
                out.append((name, code, "parent", mine[1], other["parent_code"]))
            if other["full_name"] != mine[2]:
                out.append((name, code, "full_name", mine[2], other["full_name"]))
    links = collections.defaultdict(set)
    for r in rows(folder / "admin_unit_changes_2025.csv"):
        links[r["old_code"]].add(r["new_code"])
    for code in sorted(set(links) | set(targets)):
        out += [("links", code, "successor", extra, "") for extra in sorted(targets[code] - links[code])]
        out += [("links", code, "successor", "", missing) for missing in sorted(links[code] - targets[code])]
    return out


def settle(folder):
    known = {(r["list"], r["code"], r["field"], r["package"], r["theirs"]): r for r in settled()}
    with open(HERE / "settled.csv", "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["list", "code", "field", "package", "theirs", "ours", "reason"])
        for row in differences(folder):
            _, _, field, mine, theirs = row
            if row in known:
                out.writerow([*row, known[row]["ours"], known[row]["reason"]])
            elif field == "full_name" and mine.lower() == theirs.lower():
                out.writerow([*row, theirs, "capitals as in the list of codes"])
            elif field == "full_name" and fold(mine) == fold(theirs):
                out.writerow([*row, mine, "same name: tone placement, capitals or hyphen; search folds them"])
            elif field == "full_name":
                out.writerow([*row, theirs, "spelling of the state list of codes"])
            elif mine:
                out.writerow([*row, "", "a namesake's link in the package; the state conversion table does not have it"])
            else:
                out.writerow([*row, theirs, "missing in the package; in the state conversion table"])


def check(folder):
    known = {(r["list"], r["code"], r["field"], r["package"], r["theirs"]) for r in settled()}
    open_rows = [row for row in differences(folder) if row not in known]
    for row in open_rows:
        print("not settled:", *row)
    new, old, targets = build()
    count = lambda units, level: sum(1 for u in units.values() if u[0] == level)
    per = collections.Counter(u[1] for u in new.values() if u[0] == "commune")
    communes = [code for code, u in old.items() if u[0] == "commune"]
    whole = sum(1 for code in communes if len(targets[code]) == 1)
    province = lambda units, code: code if len(code) == 2 else province(units, units[code][1])
    crossing = [c for c in communes for t in targets[c] if province(new, t) not in targets[province(old, c)]]
    expected = [
        ("provinces and communes of 2025", (count(new, "province"), count(new, "commune")), (34, 3321)),
        ("units of 2024", tuple(count(old, l) for l in ("province", "district", "commune")), (63, 696, 10035)),
        ("communes by province", [per[p] for p in sorted(per)], PER_PROVINCE),
        ("whole, divided", (whole, len(communes) - whole), (9593, 442)),
        ("divided rows", sum(len(targets[c]) for c in communes if len(targets[c]) > 1), 974),
        ("communes without successor", [c for c in communes if not targets[c]], []),
        ("links that leave the province", crossing, []),
        ("parents that do not exist", [c for u in (new, old) for c in u if u[c][1] != "VN" and u[c][1] not in u], []),
    ]
    wrong = [(what, got, want) for what, got, want in expected if got != want]
    for what, got, want in wrong:
        print(f"wrong: {what}: {got}, expected {want}")
    print(f"{len(known)} differences settled, {len(open_rows)} open, {len(wrong)} counts wrong")
    sys.exit(1 if open_rows or wrong else 0)


def write(name, header, lines):
    OUT.mkdir(parents=True, exist_ok=True)
    with open(OUT / name, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(header)
        out.writerows(lines)


def main():
    if len(sys.argv) == 3 and sys.argv[1] in ("--check", "--settle"):
        return (check if sys.argv[1] == "--check" else settle)(pathlib.Path(sys.argv[2]))
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    new, old, targets = build()
    points = {r["code"]: (r["lat"], r["lon"]) for r in rows(HERE / "points_2025.csv")}
    lines = [["VN", "1945-09-02", "", "country", "quoc_gia", "Việt Nam", "Việt Nam", "", "", ""]]
    for units, start, end in ((old, OLD_FROM, OLD_TO), (new, NEW_FROM, "")):
        for code, (level, parent, full_name) in sorted(units.items(), key=lambda u: (len(u[0]), u[0])):
            kind, name = split_kind(full_name)
            lat, lon = points.get(code, ("", "")) if units is new else ("", "")
            lines.append([code, start, end, level, kind, name, full_name, parent, lat, lon])
    write("areas.csv", ["code", "valid_from", "valid_to", "level", "kind", "name", "full_name", "parent_code", "lat", "lon"], lines)
    links = []
    for code in sorted(targets, key=lambda c: (len(c), c)):
        share = "whole" if len(targets[code]) == 1 else "part"
        for target in sorted(targets[code]):
            note = "split" if share == "part" else "same" if fold(old[code][2]) == fold(new[target][2]) else "merged"
            links.append([code, target, NEW_FROM, share, note])
    write("successions.csv", ["old_code", "new_code", "on", "share", "note"], links)
    labels = []
    for r in rows(HERE / "changes_2026.csv"):
        kind, name = split_kind(r["new_full_name"])
        labels.append([r["code"], r["effective_date"], kind, name, r["new_full_name"], r["legal_basis"]])
    write("labels.csv", ["code", "valid_from", "kind", "name", "full_name", "legal_basis"], labels)
    write("aliases.csv", ["alias", "code"], [["06978", "06970"]])


main()
