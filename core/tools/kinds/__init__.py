"""The kinds of tools that come with the core, a file each."""
