"""모든 시험이 함께 쓰는 준비: 스레드 하나, 씨앗이 정해진 난수, hypothesis 의 설정."""

import importlib.util
import os

# 시험은 여러 프로세스로 나뉘어 돕니다. NumPy 와 torch 를 불러오기 전에 정해야 듣습니다.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

import numpy as np
import pytest
from hypothesis import settings

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# 그냥 `pytest` 라고 해도 됩니다. 도구가 없는 시험은 nox 의 제 세션이 돌립니다.
NEEDS = {"docs": "sphinx", "site": "playwright", "pages": "nbclient"}
collect_ignore = [name for name, module in NEEDS.items() if not importlib.util.find_spec(module)]


def pytest_addoption(parser):
    parser.addoption("--since", help="쪽마다 하는 시험을, 이 커밋 뒤로 바뀐 쪽과 돌아가는 몫만")


@pytest.fixture
def rng():
    """언제나 같은 수를 내는 난수 발생기."""
    return np.random.default_rng(20240229)


@pytest.fixture(scope="session")
def torch():
    """스레드 하나로 도는 torch. 설치되어 있지 않으면 그 시험을 건너뜁니다."""
    module = pytest.importorskip("torch", reason="torch 가 없어 견줄 상대가 없습니다")
    module.set_num_threads(1)
    return module
