"""규모를 견주는 쪽의 코드에 적은 발표된 수가 facts.toml 의 사실과 같은지 봅니다."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import facts
import number_scan
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "examples/06_building_blocks/plot_05_scale.py"
KNOWN = facts.load(ROOT / "docs/facts.toml")
MODELS = {
    "LeNet-5": "lenet",
    "AlexNet": "alexnet",
    "BERT-large": "bert-large",
    "GPT-2": "gpt2-xl",
    "GPT-3": "gpt3",
    "Llama 3.1": "llama-405b",
    "DeepSeek-V3": "deepseek-v3",
    "Switch-C": "switch-c",
}
OURS = {"손으로 계산한 신경망", "숫자를 읽는 세 층"}  # 발표된 것이 아니라 우리가 만든 것


def size(key: str) -> int:
    """사실의 글(1조 6,000억)을 수로 읽습니다."""
    (numeral,) = number_scan.scan(KNOWN[key].text)
    ((number,),) = numeral.readings
    return int(number.value)


@cache
def tree() -> ast.Module:
    return ast.parse(PAGE.read_text(encoding="utf-8"))


def assigned(name: str) -> ast.expr:
    """쪽에서 그 이름에 처음 넣은 식."""
    for node in ast.walk(tree()):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return node.value
    raise AssertionError(f"{PAGE.name} 에 {name} 이(가) 없습니다. 시험도 함께 고쳐 주세요.")


def rows() -> list[tuple[str, int, ast.expr]]:
    """모델의 표: (이름과 해, 층, 파라미터의 식)"""
    call = assigned("models")
    assert isinstance(call, ast.Call)
    assert isinstance(call.args[0], ast.List)
    return [
        (ast.literal_eval(row.elts[0]), ast.literal_eval(row.elts[1]), row.elts[2])
        for row in call.args[0].elts
        if isinstance(row, ast.Tuple)
    ]


def published() -> list[tuple[str, str, int, ast.expr]]:
    """표의 줄 가운데 발표된 모델: (모델, 해, 층, 파라미터의 식)"""
    found = []
    for label, layers, value in rows():
        if label not in OURS:
            model, year = re.fullmatch(r"(.+) \((\d{4})\)", label).groups()
            found.append((model, year, layers, value))
    return found


def test_the_sizes_compared_with_our_count_are_the_published_ones() -> None:
    names, stated = ast.literal_eval(assigned("names")), ast.literal_eval(assigned("stated"))
    assert stated == [size(MODELS[name]) for name in names]


def test_every_published_model_of_the_table_is_a_known_fact() -> None:
    assert {model for model, *_ in published()} == set(MODELS)


MODEL_IDS = [model for model, *_ in published()]


@pytest.mark.parametrize(("model", "year", "layers", "value"), published(), ids=MODEL_IDS)
def test_a_typed_size_year_and_depth_are_those_of_the_fact(model, year, layers, value) -> None:
    fact = KNOWN[MODELS[model]]
    assert year in fact.claim
    if (told := re.search(r"\((\d+)층", fact.claim)) is not None:
        assert layers == int(told[1])
    if isinstance(value, ast.Constant):  # 이름이나 식이면 우리가 센 수입니다
        assert value.value == size(MODELS[model])


def test_the_other_quoted_numbers_are_those_of_the_facts() -> None:
    numbers = {n.value for n in ast.walk(tree()) if isinstance(n, ast.Constant)}
    assert {size("gpt4-rumor-small"), size("gpt4-rumor-large")} <= numbers
    assert size("alexnet-neurons") in numbers
    assert size("gpt3-tokens") in numbers
    assert size("switch-c") in numbers
