"""Everything the product does, as functions; the web and the command both call these."""
