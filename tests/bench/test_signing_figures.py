"""The figures of signing are measured on documents like the office's, beside the library's own signer."""

from __future__ import annotations

import pytest

from reviewer_app.bench.signing_figures import measure


@pytest.mark.bench
def test_signing_has_its_yardsticks_from_the_same_run() -> None:
    """Four figures, every one measured: signings beside the stock signer, looks beside the stock validation."""
    figures = {figure.name: figure for figure in measure(quick=True)}
    assert set(figures) == {"signing.key_held", "signing.with_seal", "signing.closed", "signing.checked"}
    assert all(figure.absolute > 0 and figure.yardstick_value > 0 for figure in figures.values())
    assert "SimpleSigner" in figures["signing.with_seal"].yardstick
    assert "validate_pdf_signature" in figures["signing.checked"].yardstick
