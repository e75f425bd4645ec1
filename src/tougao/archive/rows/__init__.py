"""The rows, a noun a file. What they mean in the trade stands in core; here stand only shapes, unique keys and indexes."""
