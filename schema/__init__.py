"""Turns the core and the enabled plugins into one schema and serves it."""
