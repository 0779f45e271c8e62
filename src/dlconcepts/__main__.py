"""명령줄: ``python -m dlconcepts doctor`` 와 ``python -m dlconcepts train``.

NumPy 가 고장 난 곳에서도 doctor 는 돌아야 하므로 표준 라이브러리와 doctor 만 불러옵니다.
train 이 쓰는 것은 train 을 할 때 불러옵니다.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from dlconcepts import __version__, doctor
from dlconcepts.console import can_write, encoding_of, write_line

PROGRAM = "python -m dlconcepts"


def main(arguments: Sequence[str] | None = None) -> int:
    """명령을 읽어 실행하고 종료 값을 돌려줍니다. 잘못 적은 명령은 2로 끝납니다."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 0
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        write_line("멈추었습니다.", sys.stderr)
        return 130


def run_doctor(options: argparse.Namespace) -> int:
    """살핀 결과를 이 콘솔이 쓸 수 있는 글자로 보여 줍니다."""
    if sys.stderr is not None and sys.stderr.isatty():
        write_line("라이브러리를 불러 보는 중입니다. 몇 초 걸립니다...", sys.stderr)
    encoding = encoding_of(sys.stdout)
    checks = doctor.diagnose(timeout=options.timeout, encoding=encoding)
    if options.json:
        # UTF-8 이 아닌 곳에서는 모든 글자를 \uXXXX 로 적어야 올바른 JSON 으로 남습니다.
        utf8 = encoding.lower().replace("_", "-") in ("utf-8", "utf8")
        write_line(doctor.as_json(checks, ascii_only=not utf8))
    else:
        columns = min(shutil.get_terminal_size().columns, 100)
        write_line(doctor.as_text(checks, columns=columns, korean=can_write("한글", encoding)))
    return doctor.exit_code(checks)


def run_train(options: argparse.Namespace) -> int:
    """진짜 숫자를 배웁니다. torchrun 으로 부르면 프로세스 여럿이 함께 배웁니다."""
    from dlconcepts.errors import DlconceptsError

    try:
        from dlconcepts.train_digits import Recipe, train

        names = Recipe.__dataclass_fields__
        text = train(Recipe(**{name: getattr(options, name) for name in names}))
    except DlconceptsError as error:
        write_line(f"오류: {error}", sys.stderr)
        return 1
    if text:
        write_line(text)
    return 0


def build_parser() -> argparse.ArgumentParser:
    parser = KoreanParser(
        prog=PROGRAM,
        description="딥러닝의 개념을 실행되는 코드로 보여 주는 dlconcepts 의 명령줄입니다.",
        epilog=f"명령마다 도움말이 있습니다: {PROGRAM} train --help",
    )
    parser.options.add_argument(
        "--version", action="version", version=f"dlconcepts {__version__}", help="판을 보여 줍니다"
    )
    commands = parser.add_subparsers(title="명령", metavar="명령", dest="command")
    add_doctor(commands)
    add_train(commands)
    return parser


def add_doctor(commands: Any) -> None:
    summary = "이 컴퓨터에서 이 사이트의 코드가 돌아가는지 살피고 고치는 법을 알려 줍니다"
    examine = commands.add_parser(
        "doctor",
        help=summary,
        description=f"{summary}. 필요한 것이 모두 되면 0, 아니면 1로 끝납니다.",
    )
    examine.set_defaults(run=run_doctor)
    examine.options.add_argument(
        "--json", action="store_true", help="사람이 읽는 글 대신 JSON 으로 보여 줍니다"
    )
    examine.options.add_argument(
        "--timeout",
        type=seconds,
        default=90.0,
        metavar="N",
        help="라이브러리 하나를 N초까지 기다립니다 (적지 않으면 %(default)g초)",
    )


def add_train(commands: Any) -> None:
    summary = "손으로 쓴 진짜 숫자를 배우는 준비된 학습을 합니다"
    learn = commands.add_parser(
        "train",
        help=summary,
        description=f"{summary}. 언제 멈추어도 같은 명령으로 이어 할 수 있습니다(--checkpoint).",
        epilog="프로세스 여럿으로: torchrun --nproc-per-node 2 -m dlconcepts train",
    )
    learn.set_defaults(run=run_train)
    for name, kind, default, metavar, text in TRAIN_OPTIONS:
        known = "" if default is None else " (적지 않으면 %(default)s)"
        learn.options.add_argument(
            f"--{name}", type=kind, default=default, metavar=metavar, help=text + known
        )
    learn.options.add_argument(
        "--shard", action="store_true", help="파라미터를 프로세스끼리 나누어 가집니다(FSDP)"
    )
    learn.options.add_argument(
        "--quiet", dest="progress", action="store_false", help="진행을 보이지 않습니다"
    )


# 이름, 형, 적지 않았을 때의 값, 도움말에서의 자리, 설명. 값이 쓸 만한지는 라이브러리가 봅니다.
TRAIN_OPTIONS: tuple[tuple[str, Any, Any, str, str], ...] = (
    ("model", str, "mlp", "모델", "mlp(완전 연결)나 conv(합성곱)"),
    ("epochs", int, 20, "N", "데이터를 모두 보는 횟수"),
    ("batch-size", int, 32, "N", "한 걸음에 보는 예제의 수. 프로세스가 여럿이면 모두를 합친 수"),
    ("lr", float, 0.003, "X", "가장 높을 때의 학습률"),
    ("seed", int, 0, "N", "나누기, 처음 가중치, 섞는 차례를 정하는 씨앗"),
    ("device", str, "auto", "장치", "auto, cpu, cuda, cuda:1, mps"),
    ("precision", str, "float32", "정밀도", "float32, bfloat16, float16"),
    (
        "checkpoint",
        str,
        None,
        "파일",
        "이 파일에 저장하며 배웁니다. 이미 있으면 거기서 이어 합니다",
    ),
)


def seconds(text: str) -> float:
    """0보다 큰 유한한 초입니다."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"0보다 큰 초를 적어야 합니다. 받은 것: {text!r}")
    return value


# ── argparse 를 한국어로 ──────────────────────────────────────────────────────

# argparse 의 영어 문장 → 한국어. 두 번째 칸의 {0}, {1} 은 앞에서 잡은 것입니다.
SENTENCES = (
    (r"unrecognized arguments: (.+)", "알 수 없는 인자입니다: {0}"),
    (r"argument (.+?): expected one argument", "{0} 뒤에는 값이 하나 있어야 합니다"),
    (r"argument (.+?): invalid int value: (.+)", "{0}: 정수를 적어야 합니다. 받은 것: {1}"),
    (r"argument (.+?): invalid float value: (.+)", "{0}: 수를 적어야 합니다. 받은 것: {1}"),
    (r"argument (.+?): ignored explicit argument (.+)", "{0} 에는 값을 붙이지 않습니다: {1}"),
    (
        r"argument (.+?): not allowed with argument (.+)",
        "{0}, {1} 가운데 하나만 씁니다",
    ),
    (r"argument (.+?): (.*[가-힣].*)", "{0}: {1}"),
    (r"(.*)", "명령을 이해하지 못했습니다: {0}"),
)


class KoreanHelp(argparse.HelpFormatter):
    """도움말의 틀에 있는 영어를 한국어로 바꿉니다."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "사용법: " if prefix is None else prefix)

    def _format_action(self, action: argparse.Action) -> str:
        text = super()._format_action(action)
        # 명령 목록 위에 한 번 더 나오는 "명령"이라는 줄은 뺍니다.
        return text.partition("\n")[2] if action.nargs == argparse.PARSER else text


class KoreanParser(argparse.ArgumentParser):
    """도움말과 오류가 한국어이고, 어떤 콘솔에서도 멈추지 않는 ArgumentParser 입니다."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=KoreanHelp, **settings)
        self.options = self.add_argument_group("옵션")
        self.options.add_argument("-h", "--help", action="help", help="이 도움말을 보여 줍니다")

    def print_help(self, file: Any = None) -> None:
        write_line(self.format_help().rstrip(), file)

    def error(self, message: str) -> NoReturn:
        write_line(f"오류: {self._in_korean(message)}", sys.stderr)
        write_line(f"도움말: {self.prog} --help", sys.stderr)
        raise SystemExit(2)

    def _in_korean(self, message: str) -> str:
        if choice := re.match(r"argument .+?: invalid choice: (['\"])(.*?)\1", message):
            return self._unknown_command(choice[2])
        for english, korean in SENTENCES:
            if found := re.fullmatch(english, message, re.DOTALL):
                return korean.format(*found.groups())
        return message

    def _unknown_command(self, word: str) -> str:
        commands = [name for action in self._actions for name in action.choices or ()]
        near = get_close_matches(word, commands, n=1)
        hint = f" 혹시 {near[0]} 인가요?" if near else ""
        return f"{word!r} 라는 명령은 없습니다. 쓸 수 있는 명령: {', '.join(commands)}.{hint}"


if __name__ == "__main__":
    sys.exit(main())
