"""文件清单.json: the list of a batch's folder that an officer reads, beside the one the program checks it by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from reviewer_app.domain.dispatch.folder import LIST
from reviewer_app.durable import write_file
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.records import PrintedFile
from reviewer_resources.phrases import sentence

#: Kinds of files by their words in the list.
_KINDS = {"recommendation": "推荐意见", "summary": "推荐汇总表"}


def write_folder_list(folder: Path, files: Sequence[PrintedFile], season: str) -> PrintedFile:
    """Writes the list over files that are there already, in their order; the list as a file of the folder itself.

    Whoever gets the folder can compare each file with it by any program that works out SHA-256.
    """
    listed = [
        {
            "序号": place,
            "文件": file.path,
            "种类": _KINDS.get(file.kind, file.kind),
            "收件编号": list(file.applications),
            "SHA-256": file_hash(folder / file.path),
        }
        for place, file in enumerate(files, 1)
    ]
    content = {"说明": sentence("folder_list.says"), "年度": season, "文件": listed}
    write_file(folder / LIST, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    return PrintedFile(LIST, "list", tuple(number for file in files[:-1] for number in file.applications))
