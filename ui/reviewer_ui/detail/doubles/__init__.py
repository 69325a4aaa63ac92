"""疑似重复: the band on a case that may be there twice, and the dialog that merges, parts or keeps apart."""

from reviewer_ui.detail.doubles.band import DoublesBand

__all__ = ["DoublesBand"]
