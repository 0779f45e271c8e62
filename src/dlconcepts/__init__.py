"""딥러닝의 개념을 실행되는 코드로 보여 주는 작은 라이브러리.

이 파일은 아무것도 import 하지 않습니다. 공개 이름은 처음 쓰일 때 찾아옵니다(PEP 562).
그래서 NumPy 가 고장 난 컴퓨터에서도 ``python -m dlconcepts doctor`` 는 돌아갑니다.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # typing 도 import 하지 않습니다. 형 검사기는 이 이름을 참으로 봅니다
if TYPE_CHECKING:
    from dlconcepts import activations as activations
    from dlconcepts import autodiff as autodiff
    from dlconcepts import benchmark as benchmark
    from dlconcepts import datasets as datasets
    from dlconcepts import descent as descent
    from dlconcepts import doctor as doctor
    from dlconcepts import errors as errors
    from dlconcepts import gradcheck as gradcheck
    from dlconcepts import inputs as inputs
    from dlconcepts import losses as losses
    from dlconcepts import metrics as metrics
    from dlconcepts import mlp as mlp
    from dlconcepts import models as models
    from dlconcepts import numerals as numerals
    from dlconcepts import objectives as objectives
    from dlconcepts import optimizers as optimizers
    from dlconcepts import parameter_vector as parameter_vector
    from dlconcepts import parameters as parameters
    from dlconcepts import progress as progress
    from dlconcepts import records as records
    from dlconcepts import rules as rules
    from dlconcepts import text as text
    from dlconcepts import toynet as toynet
    from dlconcepts import train_digits as train_digits
    from dlconcepts import training as training
    from dlconcepts import viz as viz
    from dlconcepts.activations import ACTIVATIONS as ACTIVATIONS
    from dlconcepts.activations import Activation as Activation
    from dlconcepts.activations import log_softmax as log_softmax
    from dlconcepts.activations import softmax as softmax
    from dlconcepts.activations import softmax_vjp as softmax_vjp
    from dlconcepts.autodiff import Graph as Graph
    from dlconcepts.autodiff import Node as Node
    from dlconcepts.autodiff import Value as Value
    from dlconcepts.autodiff import graph as graph
    from dlconcepts.descent import DescentTrace as DescentTrace
    from dlconcepts.descent import minimize as minimize
    from dlconcepts.errors import ArgumentError as ArgumentError
    from dlconcepts.errors import ArgumentTypeError as ArgumentTypeError
    from dlconcepts.errors import DeviceError as DeviceError
    from dlconcepts.errors import DivergedError as DivergedError
    from dlconcepts.errors import DlconceptsError as DlconceptsError
    from dlconcepts.errors import FontError as FontError
    from dlconcepts.errors import MissingDependencyError as MissingDependencyError
    from dlconcepts.errors import NonFiniteError as NonFiniteError
    from dlconcepts.errors import ShapeError as ShapeError
    from dlconcepts.gradcheck import GradientReport as GradientReport
    from dlconcepts.gradcheck import GradientRow as GradientRow
    from dlconcepts.gradcheck import compare_gradients as compare_gradients
    from dlconcepts.gradcheck import numerical_gradient as numerical_gradient
    from dlconcepts.losses import LOSSES as LOSSES
    from dlconcepts.losses import Loss as Loss
    from dlconcepts.losses import make_huber as make_huber
    from dlconcepts.losses import make_margin_ranking as make_margin_ranking
    from dlconcepts.metrics import accuracy as accuracy
    from dlconcepts.metrics import confusion_matrix as confusion_matrix
    from dlconcepts.mlp import MLP as MLP
    from dlconcepts.mlp import MLPForward as MLPForward
    from dlconcepts.numerals import josa as josa
    from dlconcepts.objectives import OBJECTIVES as OBJECTIVES
    from dlconcepts.objectives import Minimum as Minimum
    from dlconcepts.objectives import Objective as Objective
    from dlconcepts.optimizers import Adam as Adam
    from dlconcepts.optimizers import AdamW as AdamW
    from dlconcepts.optimizers import GradientDescent as GradientDescent
    from dlconcepts.optimizers import Momentum as Momentum
    from dlconcepts.optimizers import Nesterov as Nesterov
    from dlconcepts.optimizers import Optimizer as Optimizer
    from dlconcepts.optimizers import RMSProp as RMSProp
    from dlconcepts.parameter_vector import ParameterVector as ParameterVector
    from dlconcepts.parameters import ParameterCount as ParameterCount
    from dlconcepts.parameters import ParameterRow as ParameterRow
    from dlconcepts.parameters import count as count
    from dlconcepts.progress import Progress as Progress
    from dlconcepts.records import BenchmarkRow as BenchmarkRow
    from dlconcepts.records import Evaluation as Evaluation
    from dlconcepts.records import History as History
    from dlconcepts.toynet import EXAMPLES as EXAMPLES
    from dlconcepts.toynet import START as START
    from dlconcepts.toynet import Example as Example
    from dlconcepts.toynet import ToyForward as ToyForward
    from dlconcepts.toynet import ToyGradients as ToyGradients
    from dlconcepts.toynet import ToyNet as ToyNet

# 개념(파일) → 그 파일이 내놓는 공개 이름. 위의 목록과 같은지는 tests/test_package.py 가 지킵니다.
_CONCEPTS = {
    "activations": ("ACTIVATIONS", "Activation", "log_softmax", "softmax", "softmax_vjp"),
    "autodiff": ("Graph", "Node", "Value", "graph"),
    "benchmark": (),
    "datasets": (),
    "descent": ("DescentTrace", "minimize"),
    "doctor": (),
    "errors": (
        "ArgumentError",
        "ArgumentTypeError",
        "DeviceError",
        "DivergedError",
        "DlconceptsError",
        "FontError",
        "MissingDependencyError",
        "NonFiniteError",
        "ShapeError",
    ),
    "gradcheck": ("GradientReport", "GradientRow", "compare_gradients", "numerical_gradient"),
    "inputs": (),
    "losses": ("LOSSES", "Loss", "make_huber", "make_margin_ranking"),
    "metrics": ("accuracy", "confusion_matrix"),
    "mlp": ("MLP", "MLPForward"),
    "models": (),
    "numerals": ("josa",),
    "objectives": ("OBJECTIVES", "Minimum", "Objective"),
    "optimizers": (
        "Adam",
        "AdamW",
        "GradientDescent",
        "Momentum",
        "Nesterov",
        "Optimizer",
        "RMSProp",
    ),
    "parameter_vector": ("ParameterVector",),
    "parameters": ("ParameterCount", "ParameterRow", "count"),
    "progress": ("Progress",),
    "records": ("BenchmarkRow", "Evaluation", "History"),
    "rules": (),
    "text": (),
    "toynet": ("EXAMPLES", "START", "Example", "ToyForward", "ToyGradients", "ToyNet"),
    "train_digits": (),
    "training": (),
    "viz": (),
}
_HOMES = {name: concept for concept, names in _CONCEPTS.items() for name in names}

__all__ = [*_HOMES]


def __getattr__(name: str) -> object:
    """공개 이름이 처음 쓰일 때 그 개념의 파일을 불러옵니다."""
    from importlib import import_module

    if name in _CONCEPTS:
        return import_module(f"dlconcepts.{name}")
    if name in _HOMES:
        found = getattr(import_module(f"dlconcepts.{_HOMES[name]}"), name)
        globals()[name] = found  # 다음부터는 이 함수를 거치지 않습니다
        return found
    raise AttributeError(_unknown(name))


def _unknown(name: str) -> str:
    message = f"dlconcepts 에 없는 이름입니다: {name!r}."
    if name.startswith("__"):  # 도구들이 물어보는 이름이라 비슷한 말을 찾지 않습니다
        return message
    from difflib import get_close_matches

    lowered = {known.lower(): known for known in (*_CONCEPTS, *_HOMES)}
    near = [lowered[match] for match in get_close_matches(name.lower(), lowered)]
    if near:
        return f"{message} 비슷한 이름: {', '.join(near)}."
    return f"{message} dir(dlconcepts) 로 쓸 수 있는 이름을 볼 수 있습니다."


def __dir__() -> list[str]:
    # 개념(모듈)은 넣지 않습니다. help(dlconcepts) 가 matplotlib 까지 불러오게 되기 때문입니다.
    return sorted({*globals(), *__all__})
