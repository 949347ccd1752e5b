"""Tables of values that tools give, as answers and as Excel files."""
