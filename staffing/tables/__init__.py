"""Files in and out: rows of CSV, Excel, Parquet and SQL, checked cell by cell; the columns of every file."""
