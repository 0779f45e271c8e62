"""그림의 배열: 늘이기는 torch 의 쌍선형 보간과 같고, 채널은 뜻을 잃지 않고 자리를 옮깁니다."""

import numpy as np
import pytest

from dlconcepts.datasets.images import channels_first, enlarge
from dlconcepts.errors import ArgumentError, ShapeError


@pytest.mark.parametrize(("n", "m"), [(8, 28), (8, 8), (8, 5), (1, 4), (3, 16)])
def test_enlarging_is_bilinear_interpolation_as_torch_does_it(n, m, rng, torch):
    images = rng.random((4, n, n))
    expected = torch.nn.functional.interpolate(
        torch.tensor(images)[:, None], size=(m, m), mode="bilinear", align_corners=False
    )
    np.testing.assert_allclose(enlarge(images, m), expected[:, 0].numpy(), atol=1e-7)


def test_enlarging_keeps_a_constant_image_and_never_leaves_its_range(rng):
    assert np.ptp(enlarge(np.full((1, 8, 8), 0.3), 28)) < 1e-7
    images = rng.random((2, 8, 8))
    larger = enlarge(images, 28)
    assert larger.dtype == np.float32
    assert images.min() - 1e-7 <= larger.min() <= larger.max() <= images.max() + 1e-7


def test_a_row_stays_a_row_when_enlarged():
    image = np.zeros((1, 4, 4))
    image[0, 1, :] = 1.0  # 둘째 줄
    larger = enlarge(image, 8)[0]
    assert larger[2:4].min() > larger[4:].max()
    np.testing.assert_allclose(larger, larger[:, :1].repeat(8, axis=1), atol=1e-7)


@pytest.mark.parametrize("shape", [(8, 8), (2, 8, 7), (2, 0, 0), (1, 8, 8, 3)])
def test_enlarging_something_that_is_not_square_images_is_refused(shape):
    with pytest.raises(ShapeError, match=r"\(N, n, n\)"):
        enlarge(np.zeros(shape), 28)


def test_the_new_size_must_be_a_whole_number():
    with pytest.raises(ArgumentError, match="size"):
        enlarge(np.zeros((1, 8, 8)), 0)


def test_channels_move_to_the_front_and_keep_their_pixels(rng):
    color = rng.random((2, 5, 4, 3))
    moved = channels_first(color)
    assert moved.shape == (2, 3, 5, 4)
    np.testing.assert_array_equal(moved[1, 2], color[1, :, :, 2])
    assert moved.flags.c_contiguous
    assert channels_first(color[..., 0]).shape == (2, 1, 5, 4)


def test_channels_that_are_already_in_front_are_named():
    with pytest.raises(ShapeError, match="이미 채널이 앞에"):
        channels_first(np.zeros((2, 3, 8, 8)))
