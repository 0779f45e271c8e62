"""잃은 프로세스: 함께 학습하던 하나가 죽거나 멈추면, 기다리지 않고 까닭을 말하며 끝납니다.

통신이 끊기면 gloo 와 NCCL 은 저마다 다른 문장의 오류를 냅니다. 그것을 알아보고, 누가 대답하는지
물어서(roll call) 누구를 왜 잃었는지 말합니다::

    rank 1   오류 ─▶ 까닭을 적고 끝납니다
    rank 0   통신이 끊김 ─▶ 모두에게 물음 ─▶ "rank 1은 오류로 끝났습니다(…)" 라고 말하고 끝납니다

torchrun 없이 부르면 아무 일도 하지 않습니다.
"""

import atexit
import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import torch.distributed as dist

from dlconcepts.errors import DlconceptsError
from dlconcepts.numerals import josa
from dlconcepts.training.distributed import disconnect, first_line, notices, rank, world_size

ROLL_CALL_S = 3.0  # 누가 살아 있는지 물어보고 기다리는 시간
# gloo 와 NCCL 이 상대를 잃었을 때의 문장들입니다. 형은 그냥 RuntimeError 일 때가 많습니다.
_LOST = re.compile(r"gloo|NCCL|by peer|Broken pipe|Timed out waiting \d+ ?ms", re.IGNORECASE)
_calling = threading.Lock()


class ProcessLostError(DlconceptsError, RuntimeError):
    """함께 학습하던 다른 프로세스가 끝났거나 대답하지 않습니다."""


@contextmanager
def watched() -> Iterator[None]:
    """이 안에서 다른 프로세스가 죽거나 멈추면, 기다리지 않고 `ProcessLostError` 로 끝납니다.

    그 프로세스가 오류를 남기고 끝났으면 그 오류도 말합니다. torchrun 이 남은 프로세스를 멈출 때
    (SIGTERM)에는 까닭을 적고 끝납니다.
    """
    if world_size() == 1:
        yield
        return
    with _explained_sigterm():
        try:
            yield
        except BaseException as error:
            if _lost_touch(error):
                raise ProcessLostError(_roll_call()) from error
            if not isinstance(error, ProcessLostError):
                _tell(f"{type(error).__name__}: {first_line(error)}")
            raise


def _lost_touch(error: BaseException) -> bool:
    if isinstance(error, DlconceptsError) or not isinstance(error, RuntimeError):
        return False
    return isinstance(error, dist.DistError) or _LOST.search(str(error)) is not None


def _tell(fate: str) -> None:
    """내가 어떻게 되었는지를 남들이 볼 수 있게 적습니다."""
    with suppress(RuntimeError, IndexError):
        notices[0].set(str(rank()), fate)


def _roll_call() -> str:
    """누가 대답하는지 물어, 누구를 잃었는지 말하는 문장을 만듭니다. 프로세스마다 한 번만 합니다."""
    _calling.acquire()
    atexit.unregister(disconnect)  # 잃은 프로세스와는 작별 인사도 나눌 수 없습니다
    _tell("")
    others = {number for number in range(world_size()) if number != rank()}
    fates: dict[int, str] = {}
    deadline = time.monotonic() + ROLL_CALL_S
    with suppress(RuntimeError, IndexError):  # 적는 곳이 rank 0 과 함께 사라질 수 있습니다
        while others - fates.keys() and time.monotonic() < deadline:
            for number in sorted(others - fates.keys()):
                if notices[0].check([str(number)]):
                    fates[number] = notices[0].get(str(number)).decode("utf-8", "replace")
            time.sleep(0.02)
    ends = {number: f"오류로 끝났습니다({fate})" for number, fate in fates.items() if fate}
    ends |= dict.fromkeys(sorted(others - fates.keys()), "대답이 없습니다")
    told = [f"rank {number}{josa(str(number), '은/는')} {end}." for number, end in ends.items()]
    return (
        f"함께 학습하던 프로세스를 잃어 rank {rank()}도 끝냅니다. "
        f"{' '.join(told) or '모두 대답하지만 연결이 끊겼거나, 밖에서 멈추라고 했습니다.'} "
        "오류가 났으면 그것을 고치고, 대답이 없으면 그 컴퓨터의 메모리와 연결을 보아 주세요. "
        "마지막 체크포인트에서 이어서 학습할 수 있습니다."
    )


@contextmanager
def _explained_sigterm() -> Iterator[None]:
    """SIGTERM 을 받으면 까닭을 적고 끝납니다. 본 스레드가 통신에 갇혀 있어도 됩니다."""
    ours = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if not ours or threading.current_thread() is not threading.main_thread():
        yield
        return
    # 파이썬의 신호 처리기는 본 스레드가 C++ 에서 돌아온 뒤에야 불립니다. 소켓은 곧바로 깨어납니다.
    ear, mouth = socket.socketpair()
    mouth.setblocking(False)
    signal.signal(signal.SIGTERM, lambda *_: None)
    before = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_wait_for_sigterm, args=(ear,), daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        mouth.close()  # 듣던 스레드도 끝납니다


def _wait_for_sigterm(ear: socket.socket) -> None:
    with ear:
        while number := ear.recv(1):
            if number[0] == signal.SIGTERM:
                print(_roll_call(), file=sys.stderr, flush=True)
                os._exit(128 + signal.SIGTERM)
