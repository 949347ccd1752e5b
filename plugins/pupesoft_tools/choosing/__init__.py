"""Which customers a tool is for: a filter as lists of customers take it."""
