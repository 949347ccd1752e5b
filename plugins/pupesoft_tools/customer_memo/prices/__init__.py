"""Customer prices: what is agreed with customers, and what a product costs each of them and why."""
