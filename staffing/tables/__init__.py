"""Files in and out: rows of CSV, Excel, Parquet and SQL, checked cell by cell; the columns of every file.

In, from the bytes up:

    source.py      text from a path, gzip, Zstandard or standard input; encoding.py says in which encoding
    open.py        what a file is, and its rows: CSV, excel.py, html.py, json_records.py, parquet.py, sql.py
    rows.py        what all of these give, so that readers know no kind of file
    read.py        rows to typed columns; cells.py one cell, whose every fault is named by line and column

Records and their files:

    columns.py     the layout of each file: names, order, units, bounds
    codec.py       a record to the columns of its layout, and back; records.py lists all of them
    write.py       columns to CSV; another kind of file is another such writer
"""
