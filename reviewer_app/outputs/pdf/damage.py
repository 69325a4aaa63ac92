"""What the libraries raise over a damaged PDF: whoever reads other people's files has to expect any of it."""

from __future__ import annotations

from functools import cache

#: One changed byte is enough for each of these; numbers, names and depths are believed before they are checked.
OF_VALUES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError, AssertionError)


@cache
def damage() -> tuple[type[Exception], ...]:
    """All of it, the reader of signatures included: asked for where something was raised, which loads that reader."""
    import pikepdf
    from cryptography.x509 import InvalidVersion
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError, UnacceptableSignerError
    from pyhanko.sign.validation.errors import SignatureValidationError

    return (
        pikepdf.PdfError,
        PdfError,
        SigningError,
        UnacceptableSignerError,
        SignatureValidationError,
        InvalidVersion,
        *OF_VALUES,
    )
