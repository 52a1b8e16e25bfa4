"""The demonstration practice: invented people, made from a seed. None of it is about anyone."""
