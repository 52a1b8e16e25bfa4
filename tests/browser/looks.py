"""How each page is looked at: narrow and wide; `axe` sees both in light and in dark."""

LOOKS = [(320, False), (1280, True)]
