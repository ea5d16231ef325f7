"""One folder per place in the site; they never import each other."""
