"""시험을 여러 프로세스에서: torch 를 한 번만 불러온 곳에서 갈라져 나와, 1초 안에 시작합니다."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

# forkserver 는 torch 를 한 번 불러와 두고 갈라져 나옵니다. Windows 에는 없어 매번 새로 불러옵니다.
WAY = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
CONTEXT: Any = multiprocessing.get_context(WAY)
if WAY == "forkserver":
    # 첫 옵티마이저가 불러오는 torch._dynamo 가 torch 만큼 무겁습니다.
    CONTEXT.set_forkserver_preload(["torch._dynamo", "dlconcepts.training", "pytest"])


class Ended(NamedTuple):
    """프로세스 하나의 끝: 돌려준 값, 종료 값(신호로 죽었으면 음수), 오류의 마지막 줄."""

    value: Any
    code: int | None
    error: str


def together(
    task: Callable[..., Any], *arguments: Any, world: int = 2, seconds: float = 60.0
) -> list[Ended]:
    """`task(*arguments)` 를 torchrun 이 부른 것처럼 `world` 개의 프로세스에서 함께 합니다."""
    port = free_port()
    environments = [
        {"RANK": str(r), "LOCAL_RANK": str(r), "WORLD_SIZE": str(world)}
        | {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
        for r in range(world)
    ]
    return [wait(child, seconds) for child in [start(task, arguments, e) for e in environments]]


def start(task: Callable[..., Any], arguments: Sequence[Any], environment: dict[str, str]) -> Any:
    """`task` 를 다른 프로세스에서 시작합니다. 기다리지 않습니다."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    child = CONTEXT.Process(target=_child, args=(task, arguments, environment, theirs), daemon=True)
    child.start()
    theirs.close()
    child.answer = ours
    return child


def wait(child: Any, seconds: float) -> Ended:
    """끝날 때까지 기다립니다. `seconds` 를 넘기면 시험이 실패합니다."""
    value, error = None, ""
    try:
        assert child.answer.poll(seconds), f"프로세스가 {seconds}초가 지나도 끝나지 않습니다"
        value, error = child.answer.recv()
    except EOFError:
        pass  # 대답 없이 죽었습니다
    finally:
        child.join(5)
        if child.exitcode is None:
            child.kill()
    return Ended(value, child.exitcode, error)


def _child(task: Any, arguments: Any, environment: dict[str, str], answer: Any) -> None:
    import torch

    torch.set_num_threads(1)
    os.environ.update(environment)
    try:
        answer.send((task(*arguments), ""))
    except BaseException as error:
        answer.send((None, traceback.format_exception_only(error)[-1].strip()))
        sys.exit(1)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def die() -> None:
    """메모리가 모자라 강제로 끝난 것처럼, 아무것도 정리하지 못하고 죽습니다."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
