"""Generated cases may take their time on a busy machine, and leave no files behind."""

from hypothesis import settings

settings.register_profile("longarc", deadline=None, database=None)
settings.load_profile("longarc")
