"""What a schedule or a roster is handed out as.

Each module has `require(target)`, which raises before any work is done where it could not be written, and
`write(handout, target)`. Option of the command line → module of this
folder.
"""

HANDOUTS: dict[str, str] = {
    "ics": "calendars",
    "excel": "workbook",
    "excel-csv": "spreadsheet_csv",
}
