"""Many sectors, one contact; a sector without one is refused, never given to somebody."""

from __future__ import annotations

import pytest

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.routing import route
from reviewer_app.packs.loading import shipped_pack
from reviewer_resources.phrases import sentence


def test_two_sectors_share_a_contact() -> None:
    pack = shipped_pack()
    assert route(pack, "科技创新") is route(pack, "制造业")
    assert route(pack, "农业农村").telephone == "64220000 转 2507"


@pytest.mark.parametrize(("sector", "said"), [("信息化", "“信息化”不在本年度"), ("", "尚未填写领域")])
def test_an_unmapped_sector_is_refused(sector: str, said: str) -> None:
    with pytest.raises(RefusalError) as refused:
        route(shipped_pack(), sector)
    assert said in sentence(refused.value.code, refused.value.values)
    assert refused.value.values["field"] == "sector"
