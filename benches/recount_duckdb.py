#!/usr/bin/env python3
"""Groups the visits of `growth` into the cells of the funnel with DuckDB, to hold `tungnha figures rebuild` against.

  python3 benches/recount_duckdb.py VISITS HOMES COMMUNES.csv

COMMUNES.csv: number, area, province, country. Prints seconds and cells. The rows are made as `benches/suite/growth.rs` makes
them; only the grouping is timed. Without the package `duckdb` it says so and ends with 2.
"""
import os, sys, tempfile, time

try:
    import duckdb
except ImportError:
    print("the Python package duckdb is not there")
    sys.exit(2)

VISITS, HOMES, COMMUNES = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]

with tempfile.TemporaryDirectory() as folder:
    db = duckdb.connect(os.path.join(folder, "visits.duckdb"))
    db.execute(f"CREATE TABLE communes AS SELECT * FROM read_csv('{COMMUNES}', header = true)")
    db.execute(f"""
        CREATE TABLE visits AS
        SELECT area, province, country, DATE '2026-01-01' + CAST(n * 7919 % 300 AS INTEGER) AS on_day,
            printf('0198f3c2-0001-7000-8000-%012x', (commune * 5 + n % 5) % 340) AS organisation,
            printf('0198f3c2-000d-7000-8000-%012x', n % 3) AS campaign,
            printf('0198f3c2-000c-7000-8000-%012x', commune * 4 + n % 4) AS visitor,
            CASE WHEN n % 100 < 45 THEN 1 WHEN n % 100 < 57 THEN 2 WHEN n % 100 < 87 THEN 3 ELSE 4 END AS reached
        FROM (SELECT range AS n, range % {HOMES} % (SELECT COUNT(*) FROM communes) AS commune FROM range({VISITS}))
        INNER JOIN communes ON communes.number = commune
    """)
    groups = [("'all'", "''"), ("'organisation'", "organisation"), ("'campaign'", "campaign"), ("'user'", "visitor")]
    parts = []
    for level in ("area", "province", "country"):
        for grain in ("day", "month", "year"):
            for by, key in groups:
                if by != "'user'" or level == "area":
                    parts.append(f"""SELECT {level}, {by}, '{grain}', date_trunc('{grain}', on_day), {key},
                        COUNT(*), COUNT(*) FILTER (reached > 1), COUNT(*) FILTER (reached > 2), COUNT(*) FILTER (reached > 3)
                        FROM visits GROUP BY ALL""")
    started = time.monotonic()
    db.execute("CREATE TABLE cells AS " + " UNION ALL ".join(parts))
    took = time.monotonic() - started
    print(f"{took:.2f} {db.execute('SELECT COUNT(*) FROM cells').fetchone()[0]}")
