"""Arrays in, arrays out. A kernel knows nothing of people; it needs NumPy alone.

`compiled` is the one exception: it needs Numba, and nothing that answers a request imports it.
"""
