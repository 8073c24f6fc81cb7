"""What shapes the program besides coverage and breaks: a block each, as `block.ModelBlock` says."""
