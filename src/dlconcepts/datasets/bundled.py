"""다른 라이브러리가 싣고 오는 데이터: 그 라이브러리가 없으면 설치하는 명령을 말해 줍니다."""

from importlib import import_module
from types import ModuleType

from dlconcepts.errors import MissingDependencyError


def require(module: str, *, package: str, what: str) -> ModuleType:
    """`module` 을 불러옵니다. 설치되어 있지 않으면 MissingDependencyError 입니다.

    Parameters
    ----------
    module
        불러올 모듈입니다. 예: "sklearn.datasets".
    package
        pip 이 아는 이름입니다. 예: "scikit-learn".
    what
        그 안에 있는 데이터를 조사와 함께 적은 말입니다. 예: "손글씨 숫자는".
    """
    root = module.partition(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        # 라이브러리는 있는데 그것이 부르는 다른 것이 없는 경우는 그대로 알립니다.
        if (error.name or "").partition(".")[0] != root:
            raise
        raise MissingDependencyError(
            f"{what} {package} 안에 들어 있는데 설치되어 있지 않습니다. "
            'pip install "dlconcepts[examples]" 로 설치해 주세요.',
            name=root,
        ) from error
