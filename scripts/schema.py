#!/usr/bin/env python3
"""Keeps the two migration folders and src/db/schema.rs in step with migrations/sqlite.

  python3 scripts/schema.py          write migrations/postgres and src/db/schema.rs
  python3 scripts/schema.py --check  exit 1 when one of them is stale

migrations/sqlite is written by hand in the subset that both databases accept. PostgreSQL gets the same SQL
with COLLATE "C" on every text column, so that order and ranges never depend on a server's locale. schema.rs
is what `diesel print-schema` prints for it, without needing the diesel command line, but for the last list: which
tables may stand in one query. All with all would be six thousand pairs, whose check takes the compiler half a minute;
here they are the tables that one source file names. A query that does not compile for want of a pair: run this script.
"""
import itertools, pathlib, re, sqlite3, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TYPES = {"TEXT": "Text", "INTEGER": "Integer", "BIGINT": "BigInt", "DOUBLE PRECISION": "Double",
         "BOOLEAN": "Bool", "DATE": "Date", "TIMESTAMP": "Timestamp"}


def postgres(sql):
    return re.sub(r"^((?:    |ALTER TABLE [a-z_]+ ADD COLUMN )[a-z_][a-z0-9_]* )TEXT\b", r'\1TEXT COLLATE "C"', sql, flags=re.M)


def schema(db):
    out = ["//! The tables, as `scripts/schema.py` reads them from `migrations/sqlite`. Not edited by hand.\n"]
    tables = [row[0] for row in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
    joins = []
    for table in tables:
        columns = db.execute(f"PRAGMA table_info({table})").fetchall()
        key = [c[1] for c in sorted((c for c in columns if c[5]), key=lambda c: c[5])]
        out.append(f"\ndiesel::table! {{\n    {table} ({', '.join(key)}) {{\n")
        for _, name, kind, notnull, _, _ in columns:
            rust = TYPES[kind.upper()]
            out.append(f"        {name} -> {rust if notnull else f'Nullable<{rust}>'},\n")
        out.append("    }\n}\n")
        targets = {}
        for row in db.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            targets.setdefault(row[2], []).append(row[3])
        joins += [f"diesel::joinable!({table} -> {target} ({columns[0]}));\n"
                  for target, columns in sorted(targets.items()) if len(columns) == 1 and target != table]
    out.append("\n" + "".join(joins) + "\n")
    out += [f"diesel::allow_tables_to_appear_in_same_query!({a}, {b});\n" for a, b in sorted(set(named_together(tables)))]
    return "".join(out)


def named_together(tables):
    # Whatever lies in an area is looked up within a scope.
    yield from (tuple(sorted((t, "area_closure"))) for t in tables if t != "area_closure")
    named = re.compile(rf"\b({'|'.join(tables)})::")
    for folder in ("src", "tests", "benches"):
        for path in (ROOT / folder).rglob("*.rs"):
            text = path.read_text()
            if "schema" in text:
                yield from itertools.combinations(sorted(set(named.findall(text))), 2)


def main():
    db, wanted = sqlite3.connect(":memory:"), {}
    for folder in sorted((ROOT / "migrations/sqlite").iterdir()):
        for name in ("up.sql", "down.sql"):
            wanted[ROOT / "migrations/postgres" / folder.name / name] = postgres((folder / name).read_text())
        db.executescript((folder / "up.sql").read_text())
    wanted[ROOT / "src/db/schema.rs"] = schema(db)
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"stale: {path.relative_to(ROOT)} (run python3 scripts/schema.py)")
        sys.exit(1 if stale else 0)
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path])
        print(f"written: {path.relative_to(ROOT)}")


main()
