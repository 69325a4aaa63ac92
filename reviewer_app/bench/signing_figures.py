"""How many documents are signed and looked at a second, beside pyHanko's own signer on the same documents."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from reviewer_app.bench.figure import Figure, at_least, times_baseline
from reviewer_app.bench.invented_papers import invented_recommendation
from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.pdf.seal_place import seal_place
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.practice.credential import DemoCredential, make_demo_credential
from reviewer_app.practice.seal import write_sample_seal
from reviewer_app.services.ports.papers import AfterSigning, PlacedBox, SealImage

_DOCUMENTS = 300
_STOCK_DOCUMENTS = 30
_LEAST_A_SECOND = 60.0
_LEAST_TIMES = 4.0
_UNIT = "上海市示例区市场监督管理局"


def measure(quick: bool) -> Iterator[Figure]:
    """Signatures with the key held against the stock signer; with the seal shown, and closed; looks at signatures."""
    count = _DOCUMENTS // 10 if quick else _DOCUMENTS
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        demo = make_demo_credential(folder, _UNIT, date.today() - timedelta(days=1))
        write_sample_seal(folder / "seal.pdf", _UNIT)
        pdf = TemplateMaker().document(invented_recommendation(1), SealStyle.CIRCLE)
        signer = PadesSigner()
        place, seal = seal_place(pdf), SealImage(folder / "seal.pdf")
        signed = _signed(signer, pdf, demo, place, seal)
        held = _a_second(lambda: _signed(signer, pdf, demo), count)
        stock = _a_second(_stock(pdf, demo), max(count // 10, min(_STOCK_DOCUMENTS, count)))
        name = "pyHanko SimpleSigner: the same documents and key"
        yield times_baseline("signing.key_held", held, "PDF/s", stock, name, _LEAST_TIMES)
        shown = _a_second(lambda: _signed(signer, pdf, demo, place, seal), count)
        yield at_least("signing.with_seal", shown, "PDF/s", _LEAST_A_SECOND)
        closed = _a_second(lambda: _signed(signer, pdf, demo, place, seal, AfterSigning.CLOSED), count)
        yield at_least("signing.closed", closed, "PDF/s", _LEAST_A_SECOND)
        looked = _a_second(lambda: signer.check(signed), count)
        yield at_least("signing.checked", looked, "PDF/s", _LEAST_A_SECOND)


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


def _a_second(act: Callable[[], object], count: int) -> float:
    act()
    began = time.perf_counter()
    for _ in range(count):
        act()
    return count / (time.perf_counter() - began)
