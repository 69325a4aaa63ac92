"""Files spoilt on purpose and the readers they are given to."""
