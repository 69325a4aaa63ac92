"""What the libraries raise over a damaged PDF: whoever reads other people's files has to expect any of it."""

from __future__ import annotations

import pikepdf
from cryptography.x509 import InvalidVersion
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation.errors import SignatureValidationError

from reviewer_app.outputs.pdf.foreign import OF_VALUES as OF_VALUES

DAMAGE = (
    pikepdf.PdfError,
    PdfError,
    SigningError,
    UnacceptableSignerError,
    SignatureValidationError,
    InvalidVersion,
    *OF_VALUES,
)
