"""모델: 구조 하나가 파일 하나입니다. torch 는 여기와 training/ 에서만 씁니다.

::

    shallow_deep      얕은 신경망과 깊은 신경망
    conv              합성곱 분류기
    one_to_one        하나에서 하나로                숫자 그림 → 이름
    one_to_many       하나에서 여럿으로              숫자 띠 → 읽는 말
    many_to_one       여럿에서 하나로                문장 → 라벨
    many_to_many      여럿에서 같은 수의 여럿으로    문장 → 토큰마다의 태그
    encoder_decoder   여럿에서 길이가 다른 여럿으로  321 → 삼백이십일
    text_classifier   임베딩 → 은닉층 → 출력층       글 → 라벨 (raw_text 가 글을 번호로)
    neurosymbolic     신경망과 규칙을 함께           글, 규칙의 답 → 라벨
    language_model    앞의 토큰들 → 다음 토큰        귤을 두 → 개 (causal_block, continuation)

어느 모델이든 배치가 첫 축이고, ``loss_fn(model(*batch.inputs), batch.target)`` 로 학습합니다.

학습한 모델은 이렇게 들여다봅니다::

    inspect           층마다의 출력, 특징 지도, 첫 층의 필터
    probing           표현에서 답을 선형으로 읽을 수 있는지
    principal         표현을 두 방향에서 본 점들
    saliency          그림의 어디를 보고 답했는지
    preferred         채널 하나가 좋아하는 그림
"""

from importlib.util import find_spec

from dlconcepts.errors import MissingDependencyError

if find_spec("torch") is None:
    raise MissingDependencyError(
        "모델을 만들려면 torch 가 필요한데 설치되어 있지 않습니다. "
        '설치해 주세요: pip install "dlconcepts[torch]"',
        name="torch",
    )

from dlconcepts.models.conv import ConvClassifier
from dlconcepts.models.encoder_decoder import EncoderDecoder
from dlconcepts.models.inspect import feature_maps, first_layer_filters, layer_outputs
from dlconcepts.models.language_model import CausalTransformer
from dlconcepts.models.many_to_many import ManyToMany
from dlconcepts.models.many_to_one import ManyToOne
from dlconcepts.models.neurosymbolic import NeuroSymbolicClassifier
from dlconcepts.models.one_to_many import OneToMany
from dlconcepts.models.one_to_one import OneToOne
from dlconcepts.models.preferred import PreferredImage, preferred_image
from dlconcepts.models.principal import PrincipalPlane, principal_plane
from dlconcepts.models.probing import LinearProbe, linear_probe
from dlconcepts.models.raw_text import NeuralTextClassifier, check_vocabulary
from dlconcepts.models.saliency import gradient_map, occlusion_map
from dlconcepts.models.sequences import Marks, token_cross_entropy
from dlconcepts.models.shallow_deep import DeepMLP, ShallowMLP
from dlconcepts.models.text_classifier import TextNetwork

__all__ = [
    "CausalTransformer",
    "ConvClassifier",
    "DeepMLP",
    "EncoderDecoder",
    "LinearProbe",
    "ManyToMany",
    "ManyToOne",
    "Marks",
    "NeuralTextClassifier",
    "NeuroSymbolicClassifier",
    "OneToMany",
    "OneToOne",
    "PreferredImage",
    "PrincipalPlane",
    "ShallowMLP",
    "TextNetwork",
    "check_vocabulary",
    "feature_maps",
    "first_layer_filters",
    "gradient_map",
    "layer_outputs",
    "linear_probe",
    "occlusion_map",
    "preferred_image",
    "principal_plane",
    "token_cross_entropy",
]
