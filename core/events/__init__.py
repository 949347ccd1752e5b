"""What was written, as every process hears of it the moment it is committed."""
