"""The stock way: Strawberry, aiodataloader and SQLAlchemy's ORM, as their manuals show."""
