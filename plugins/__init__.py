"""The plugins that come with Kortisto."""
