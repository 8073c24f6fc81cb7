"""What people look at: text for the terminal, HTML pages; computes nothing.

    text/          lines of at most 80 columns, to standard error or into a mail
    html/          whole pages that need nothing but a browser
    handout/       files to hand out: calendars, workbooks
    words/         the sentences that both share

A report is a function of records, in a file named after what it shows; results say what they found, and a
report only how it reads.
"""
