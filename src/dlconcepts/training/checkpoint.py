"""체크포인트(checkpoint): 학습을 어느 순간에 멈추어도, 멈추지 않은 것과 똑같이 이어 가게 하는 파일.

담는 일과 되살리는 일은 `snapshot` 이, 파일로 쓰고 읽는 일은 여기서 합니다::

    capture ─▶ state ─▶ save ─▶ 파일 ─▶ load ─▶ state ─▶ restore

저장하다가 프로그램이 죽거나 디스크가 가득 차도 앞서 저장한 것은 다치지 않고(`atomic_file`), 바로
앞의 것은 ``.prev`` 를 붙인 이름으로 남습니다. 잘렸거나 한 비트라도 바뀐 파일은 읽지 않습니다.

파일에는 텐서와 평범한 값만 들어갑니다. 그래서 ``torch.load(…, weights_only=True)`` 로 읽히고,
남이 준 파일을 열어도 그 안의 코드가 실행되지 않습니다.
"""

import errno
import os
import random
import shutil
import zipfile
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import torch
from torch import Tensor, nn

from dlconcepts.errors import ArgumentTypeError, DlconceptsError
from dlconcepts.training.atomic_file import write_atomically
from dlconcepts.training.distributed import bare

State = dict[str, Any]
FORMAT, VERSION = "dlconcepts.checkpoint", 1
_PLAIN = (type(None), bool, int, float, complex, str, bytes)


class CheckpointError(DlconceptsError, ValueError):
    """체크포인트가 잘렸거나, 다른 프로그램의 것이거나, 다른 모델의 것입니다."""


class CheckpointWriteError(DlconceptsError, OSError):
    """체크포인트를 쓰지 못했습니다. 앞서 저장한 것은 그대로 있습니다."""


# ── 파일: 쓰고 읽습니다 ──────────────────────────────────────────────────────────────────────


def save(path: str | os.PathLike[str], state: Mapping[str, Any]) -> None:
    """`state` 를 `path` 에 한 번에(atomic) 저장합니다. 바로 앞의 것은 `previous` 에 남습니다.

    어느 순간에 죽어도 `path` 에는 옛것이나 새것이 온전하게 있습니다. 폴더가 없으면 만듭니다.

    Parameters
    ----------
    path
        저장할 곳입니다. 한글이 든 경로도 됩니다.
    state
        이름 → 값. 값은 텐서, 수, 글과, 그것들의 dict · list · tuple 입니다.

    Raises
    ------
    CheckpointWriteError
        디스크가 가득 찼거나 쓸 수 없는 곳입니다. 앞서 저장한 것은 그대로입니다.
    """
    target = Path(path)
    content = {"format": FORMAT, "version": VERSION, "state": _plain(dict(state), "state")}
    try:
        write_atomically(target, lambda file: torch.save(content, file), previous=previous(target))
    except (OSError, RuntimeError) as error:
        cause = _os_error(error)
        if cause is None:  # 쓰기가 아니라 텐서를 가져오다가 난 오류입니다(예: GPU 의 메모리)
            raise
        raise CheckpointWriteError(_why_not_written(target, cause)) from error


def load(
    path: str | os.PathLike[str], *, expected: nn.Module | Mapping[str, Tensor] | None = None
) -> State:
    """`save` 가 저장한 것을 읽습니다. 텐서는 모두 CPU 로 옵니다.

    Parameters
    ----------
    path
        읽을 파일입니다.
    expected
        모델이나 그 ``state_dict()`` 입니다. 넘기면 ``state["model"]`` 의 이름과 모양이 이것과
        같은지 봅니다.

    Raises
    ------
    CheckpointError
        파일이 없거나, 잘렸거나, 한 비트라도 바뀌었거나, 체크포인트가 아니거나, 다른 모델의
        것입니다. 바로 앞의 것이 있으면 어디에 있는지 말합니다.
    """
    source = Path(path)
    try:
        with source.open("rb") as file:
            content = _read(source, file)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        reason = "파일이 없습니다" if missing else f"파일을 읽을 수 없습니다({error.strerror})"
        raise CheckpointError(f"체크포인트 {reason}: {source}.{_spare_of(source)}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise CheckpointError(
            f"torch 로 만든 파일이지만 이 라이브러리의 체크포인트가 아닙니다: {source}. 가중치만 "
            "들었다면 model.load_state_dict(torch.load(…, weights_only=True)) 로 읽어 주세요."
        )
    if content["version"] > VERSION:
        raise CheckpointError(
            f"더 새로운 dlconcepts 가 만든 체크포인트입니다: {source} (꼴의 번호가 "
            f"{content['version']} 인데 {VERSION} 까지 읽습니다). dlconcepts 를 새 판으로 바꾸어 "
            "주세요."
        )
    state = cast(State, content["state"])
    if expected is not None:
        check_model(state, expected, where=str(source))
    return state


def previous(path: str | os.PathLike[str]) -> Path:
    """바로 앞에 저장한 것의 경로입니다: 학습.pt → 학습.pt.prev."""
    return Path(path).with_name(Path(path).name + ".prev")


def check_model(
    state: Mapping[str, Any], expected: nn.Module | Mapping[str, Tensor], *, where: str
) -> None:
    """체크포인트의 모델이 `expected` 와 이름과 모양이 같은지 보고, 다르면 다른 것을 말합니다."""
    found = state.get("model")
    if not isinstance(found, Mapping):
        raise CheckpointError(f"모델이 없는 체크포인트입니다: {where}. 든 것은 {[*state]} 입니다.")
    wanted = bare(expected).state_dict() if isinstance(expected, nn.Module) else expected
    differences = {
        "파일에만 있는 이름": [name for name in found if name not in wanted],
        "모델에만 있는 이름": [name for name in wanted if name not in found],
        "모양이 다른 것(파일 → 모델)": [
            f"{name} {_shape(found[name])} → {_shape(wanted[name])}"
            for name in wanted
            if name in found and _shape(found[name]) != _shape(wanted[name])
        ],
    }
    told = [f"{title}: {_some(names)}" for title, names in differences.items() if names]
    if told:
        raise CheckpointError(
            f"다른 모델의 체크포인트입니다: {where}. {'; '.join(told)}. 저장할 때와 같은 구조와 "
            "크기로 모델을 만들어 주세요."
        )


def _read(source: Path, file: BinaryIO) -> Any:
    """온전한 파일인지 먼저 봅니다. torch.load 는 바뀐 비트를 알아채지 못합니다."""
    try:
        with zipfile.ZipFile(file) as archive:
            whole = archive.testzip() is None
        if whole:
            file.seek(0)
            return torch.load(file, map_location="cpu", weights_only=True)
        reason: Exception | None = None
    except MemoryError:
        raise
    except Exception as error:  # 망가진 파일을 읽는 zipfile 과 torch 는 온갖 오류를 냅니다
        reason = error
    raise CheckpointError(
        f"체크포인트가 잘렸거나 망가졌거나, 체크포인트가 아닌 파일입니다: {source} "
        f"({source.stat().st_size:,}바이트).{_spare_of(source)}"
    ) from reason


def _spare_of(path: Path) -> str:
    spare = previous(path)
    if spare.exists():
        return f" 바로 앞에 저장한 것이 {spare} 에 있으니 그것으로 이어 주세요."
    return " 경로를 확인하거나, 처음부터 다시 학습해 주세요."


def _os_error(error: BaseException | None) -> OSError | None:
    """torch.save 는 쓰다가 난 OSError 를 RuntimeError 로 덮습니다. 처음의 것을 찾습니다."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error


def _why_not_written(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        free = shutil.disk_usage(path.parent).free / 2**20
        reason = f"디스크에 빈 공간이 모자랍니다(남은 공간 {free:,.1f} MB)"
        remedy = "공간을 비운 뒤 다시 저장해 주세요."
    else:
        reason = f"{error.strerror or error}"
        remedy = "그 폴더에 쓸 수 있는지 확인해 주세요."
    kept = " 앞서 저장한 체크포인트는 그대로 있습니다." if path.exists() else ""
    return f"체크포인트를 쓰지 못했습니다: {path}. {reason}.{kept} {remedy}"


def _plain(value: Any, where: str) -> Any:
    """텐서와 평범한 값만 남깁니다. 다른 것이 있으면 저장하기 **전에** 어디에 있는지 말합니다."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Tensor) and type(value.detach()) is Tensor:
        return value.detach()
    if isinstance(value, dict):
        copy = type(value)() if type(value) in (OrderedDict, Counter) else {}
        for name, part in value.items():
            copy[_plain(name, f"{where} 의 이름")] = _plain(part, f"{where}[{name!r}]")
        if isinstance(value, OrderedDict):
            vars(copy).update(vars(value))  # 모델의 state_dict 가 달고 다니는 판의 번호
        return copy
    if isinstance(value, list | tuple):
        parts = [_plain(part, f"{where}[{index}]") for index, part in enumerate(value)]
        return parts if isinstance(value, list) else tuple(parts)
    raise ArgumentTypeError(
        f"체크포인트에는 텐서와 평범한 값만 넣을 수 있는데 {where} 는 {type(value).__name__} "
        "형입니다. 배열이면 torch.from_numpy(…), 객체면 수와 글의 dict 로 바꾸어 주세요."
    )


def _shape(value: Any) -> Any:
    return tuple(value.shape) if isinstance(value, Tensor) else type(value).__name__


def _some(names: Sequence[str], most: int = 5) -> str:
    rest = f" 외 {len(names) - most}개" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


# ── 난수의 상태 ──────────────────────────────────────────────────────────────────────────────


def capture_rng() -> State:
    """이 프로세스의 모든 난수 발생기의 상태입니다: random, NumPy, torch 의 CPU 와 GPU."""
    kind, keys, *rest = cast(tuple[Any, ...], np.random.get_state())  # noqa: NPY002 옛 방식의 난수도
    state: State = {
        "python": random.getstate(),
        "numpy": (kind, torch.from_numpy(keys.astype(np.int64)), *rest),
        "torch": torch.get_rng_state(),
    }
    if torch.cuda.is_initialized():  # type: ignore[no-untyped-call]  # 쓰지 않은 GPU 를 깨우지 않습니다
        state["cuda"] = torch.cuda.get_rng_state_all()
    if torch.backends.mps.is_available():
        state["mps"] = torch.mps.get_rng_state()
    return state


def restore_rng(state: Mapping[str, Any]) -> None:
    """`capture_rng` 가 담은 상태로 되돌립니다. 이 컴퓨터에 없는 장치의 것은 건너뜁니다."""
    random.setstate(state["python"])
    kind, keys, *rest = state["numpy"]
    np.random.set_state((kind, keys.numpy().astype(np.uint32), *rest))  # noqa: NPY002
    torch.set_rng_state(state["torch"])
    for number, generator in enumerate(state.get("cuda", [])[: torch.cuda.device_count()]):
        torch.cuda.set_rng_state(generator, number)
    if "mps" in state and torch.backends.mps.is_available():
        torch.mps.set_rng_state(state["mps"])
