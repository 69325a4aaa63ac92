"""The tables: the schema, the steps that lead to it and the hash chain of the record."""
