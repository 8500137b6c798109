#!/usr/bin/env python3
"""Opens the papers that the tests wrote with other people's readers, and holds them against what the tests expect.

    python3 scripts/read_papers.py FOLDER...

Each folder has NAME.xlsx beside NAME.json: the rows that must be there (by the text of their second cell), the headings
that neighbours share, and lines that must stand somewhere. Of every paper: no formula, text in NFC, numbers as numbers.
openpyxl reads always; LibreOffice, where it is installed, turns the same file into CSV, in which the same rows and texts
must stand.
"""

import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

import openpyxl


def plain(value):
    """A cell as the expectations write it."""
    if value is None:
        return ""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def check(path, wanted):
    book = openpyxl.load_workbook(path)
    sheet = book.active
    wrong, found, texts = [], {}, set()
    for row in sheet.iter_rows():
        cells = [plain(cell.value) for cell in row]
        for cell in row:
            if cell.data_type == "f":
                wrong.append(f"{cell.coordinate}: a formula")
            if isinstance(cell.value, str):
                texts.add(cell.value)
                if unicodedata.normalize("NFC", cell.value) != cell.value:
                    wrong.append(f"{cell.coordinate}: not in NFC")
        found.setdefault(str(cells[1]), []).append(cells)
    for row in wanted["rows"]:
        if row not in found.get(str(row[1]), []):
            wrong.append(f"no row {row}; there is {found.get(str(row[1]))}")
    merged = {sheet.cell(area.min_row, area.min_col).value: area.size["columns"] for area in sheet.merged_cells.ranges}
    for heading, columns in wanted["merged"].items():
        if merged.get(heading) != columns:
            wrong.append(f"{heading}: over {merged.get(heading)} columns instead of {columns}")
    wrong += [f"nowhere: {text}" for text in wanted["texts"] if text not in texts]
    return wrong, texts


def shows(cell, value):
    """Whether a cell shows a value: numbers with whatever separates their thousands."""
    return re.sub(r"[.,\s]", "", cell) == str(value) if isinstance(value, int) else cell == value


def check_with_office(path, wanted, texts):
    with tempfile.TemporaryDirectory() as folder:
        # 76 is UTF-8; every cell in quotes as it is shown.
        command = ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to"]
        command += ["csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        with open(pathlib.Path(folder) / (path.stem + ".csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    wrong = [
        f"LibreOffice does not show the row: {row}"
        for row in wanted["rows"]
        if not any(len(shown) >= len(row) and all(map(shows, shown, row)) for shown in rows)
    ]
    shown = {cell for row in rows for cell in row}
    return wrong + [f"LibreOffice does not show: {text}" for text in texts if text not in shown]


def main(folders):
    papers, failed, office = 0, 0, shutil.which("soffice")
    for path in sorted(path for folder in folders for path in pathlib.Path(folder).glob("*.xlsx")):
        wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        wrong, texts = check(path, wanted)
        if office:
            wrong += check_with_office(path, wanted, texts)
        papers += 1
        failed += bool(wrong)
        print(f"{path.parent.name}/{path.name}: {'as expected' if not wrong else ''}")
        print("".join(f"    {line}\n" for line in wrong), end="")
    print(f"{papers} papers read with openpyxl {openpyxl.__version__}" + (" and LibreOffice" if office else "; LibreOffice is not installed: not checked with it"))
    return 1 if failed or not folders or papers < 4 * len(folders) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
