"""How many documents are signed and looked at a second, beside pyHanko's own signer on the same documents."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reviewer_app.bench.figure import Figure, Turn, a_second, at_least
from reviewer_app.bench.invented_papers import invented_recommendation
from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.pdf.seal_place import seal_place
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.practice.credential import DemoCredential, make_demo_credential, write_sample_seal
from reviewer_app.services.ports.papers import AfterSigning, PlacedBox, SealImage

_DOCUMENTS = 300
_STOCK_DOCUMENTS = 30
#: Many short turns: a moment in which the machine is busy then falls into a few of them only.
_ROUNDS = 10
_LEAST_TIMES = 8.0
_STOCK = "pyHanko SimpleSigner: the same documents and key"
_VALIDATION = "pyHanko validate_pdf_signature: the same signed documents"
_UNIT = "上海市示例区市场监督管理局"


def measure(quick: bool) -> Iterator[Figure]:
    """Signatures with the key held against the stock signer; with the seal shown, and closed; looks at signatures."""
    count = max(1, (_DOCUMENTS // 10 if quick else _DOCUMENTS) // _ROUNDS)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        demo = make_demo_credential(folder, _UNIT, date.today() - timedelta(days=1))
        write_sample_seal(folder / "seal.pdf", _UNIT)
        pdf = TemplateMaker().document(invented_recommendation(1), SealStyle.CIRCLE)
        signer = PadesSigner()
        place, seal = seal_place(pdf), SealImage(folder / "seal.pdf")
        signed = _signed(signer, pdf, demo, place, seal)
        signings = {
            "signing.key_held": lambda: _signed(signer, pdf, demo),
            "signing.with_seal": lambda: _signed(signer, pdf, demo, place, seal),
            "signing.closed": lambda: _signed(signer, pdf, demo, place, seal, AfterSigning.CLOSED),
        }
        stock, few = _stock(pdf, demo), max(1, min(count, _STOCK_DOCUMENTS // _ROUNDS))
        turns: dict[str, list[Turn]] = {name: [] for name in signings}
        for _ in range(_ROUNDS):
            by_stock = a_second(stock, few)
            for name, sign in signings.items():
                turns[name].append(Turn(a_second(sign, count), by_stock))
        for name in signings:
            yield at_least(name, turns[name], "PDF/s", _STOCK, _LEAST_TIMES)
        bare = _validation(signed)
        checks = [Turn(a_second(lambda: signer.check(signed), count), a_second(bare, count)) for _ in range(_ROUNDS)]
        yield at_least("signing.checked", checks, "PDF/s", _VALIDATION, 0.5)


def _signed(
    signer: PadesSigner,
    pdf: bytes,
    demo: DemoCredential,
    place: PlacedBox | None = None,
    seal: SealImage | None = None,
    after: AfterSigning = AfterSigning.OPEN,
) -> bytes:
    return signer.sign(pdf, demo.credential, demo.password, place, seal=seal, after=after)


def _stock(pdf: bytes, demo: DemoCredential) -> Callable[[], object]:
    """The same signature as the library's documentation makes it."""
    load: Callable[..., SimpleSigner | None] = SimpleSigner.load_pkcs12
    signer = load(str(demo.credential.file), passphrase=demo.password.encode())
    if signer is None:
        raise RuntimeError("the practice certificate cannot be read")
    metadata = PdfSignatureMetadata(field_name="Signature1", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)

    def sign() -> object:
        return PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))

    return sign


def _validation(signed: bytes) -> Callable[[], object]:
    """A look at the same signature as the library's documentation takes it, trusting nobody."""
    context = ValidationContext(trust_roots=[], allow_fetching=False)

    def look() -> object:
        (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures
        return validate_pdf_signature(signature, context)

    return look
