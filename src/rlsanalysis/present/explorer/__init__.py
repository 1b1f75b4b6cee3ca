"""One self-contained page on which every estimate can be picked, sorted, searched and read."""
