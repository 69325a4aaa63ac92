"""The figures of signing are measured on documents like the office's, beside the library's own signer."""

from __future__ import annotations

from reviewer_app.bench.signing_figures import measure


def test_signing_has_its_baseline_from_the_same_run() -> None:
    """Four figures, every one measured; the stock signer's rate is the baseline of ours."""
    figures = {figure.figure: figure for figure in measure(quick=True)}
    assert set(figures) == {"signing.key_held", "signing.with_seal", "signing.closed", "signing.checked"}
    assert all(figure.value > 0 for figure in figures.values())
    assert figures["signing.key_held"].baseline > 0
