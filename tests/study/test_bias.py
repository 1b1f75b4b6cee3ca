"""What bias would explain an estimate: E-values against published examples, and the arithmetic of detection."""

import numpy as np
import pytest

from rlsanalysis.study.bias import e_value, nearer_limit

# VanderWeele and Ding 2017: infant mortality from respiratory disease by breastfeeding, and childhood leukemia.
PUBLISHED = [((3.9, 1.8, 8.7), (7.26, 3.0)), ((0.80, 0.71, 0.91), (1.81, 1.43))]


@pytest.mark.parametrize(("ratio", "published"), PUBLISHED)
def test_e_values_are_the_published_ones(ratio, published):
    estimate, low, high = ratio
    found = (e_value(estimate), e_value(nearer_limit(low, high)))
    np.testing.assert_allclose(found, published, atol=0.005)


def test_a_confounder_of_the_size_of_the_e_value_just_explains_the_ratio():
    """Ding and VanderWeele's bias factor of two associations of size E is E^2 / (2 E - 1)."""
    ratios = np.array([1.0, 1.2, 2.0, 5.0])
    found = e_value(ratios)
    np.testing.assert_allclose(found**2 / (2 * found - 1), ratios)
    np.testing.assert_allclose(e_value(1 / ratios), found)


def test_an_interval_with_1_needs_no_bias():
    low, high = [0.5, 1.2, 0.3, 0.0, 2.0, np.nan], [1.5, 3.0, 0.8, 0.9, np.inf, 2.0]
    np.testing.assert_array_equal(nearer_limit(low, high), [1.0, 1.2, 0.8, 0.9, 2.0, np.nan])
    assert e_value(nearer_limit(0.5, 1.5)) == 1


def test_detection_alone_gives_an_odds_ratio_of_its_ratio():
    """1% have the condition whether exposed or not; 30% of it is caught among the exposed and 10% among the others."""
    exposed, others = 0.01 * 0.3, 0.01 * 0.1
    odds_ratio = exposed / (1 - exposed) / (others / (1 - others))
    assert odds_ratio == pytest.approx(3, rel=0.003)
