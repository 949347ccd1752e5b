"""Web forms: the public way in, which can do nothing but make a lead."""
