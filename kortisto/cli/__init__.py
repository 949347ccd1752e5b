"""The command line `kortisto`."""
