"""제목의 주소를 사람이 적은 ASCII 이름 하나로 고정합니다.

한글 제목에는 Sphinx 가 ``id1`` 같은 번호를 붙이고, 그 번호는 글을 고칠 때마다 바뀝니다.
이름(label)을 적은 제목에서는 번호를 떼고, 적지 않은 제목은 경고합니다.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)
AUTOMATIC = re.compile(r"^id\d+$")


class StableAnchors(SphinxTransform):
    """제목에서 자동 번호를 떼어 냅니다. 차례를 만드는 수집기보다 먼저 돕니다."""

    default_priority = 870

    def apply(self, **kwargs: Any) -> None:
        for section in self.document.findall(nodes.section):
            kept = [name for name in section["ids"] if not AUTOMATIC.match(name)]
            if not kept:
                title = section.next_node(nodes.title)
                logger.warning(
                    "제목 '%s' 에 ASCII 이름이 없습니다. 제목 앞에 '.. _쪽-이름:' 을 적어 주세요",
                    title.astext() if title else "?",
                    location=section,
                    type="anchors",
                )
                continue
            # 사람이 적은 이름만 남아야 차례와 링크가 모두 그 이름을 씁니다.
            named = [name for name in kept if _explicit(self.document, name)]
            # 제목 바로 밑에서 소개하는 모듈의 자리는 찾아보기가 쓰므로 뒤에 남깁니다.
            modules = [name for name in kept if name.startswith("module-") and name not in named]
            section["ids"] = [*named, *modules] if named else kept


def _explicit(document: nodes.document, name: str) -> bool:
    return any(
        document.nameids.get(label) == name and explicit
        for label, explicit in document.nametypes.items()
    )


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_transform(StableAnchors)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
