from __future__ import annotations

import pytest

from zhongmu.bureaus.models import Bureau
from zhongmu.people.models import Account
from zhongmu.statements.counts import MOST_COUNTED, CappedCount, in_words


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (999, "999"), (1000, "999+"), (5000, "999+")])
def test_a_count_is_exact_to_999(count, words):
    assert in_words(count) == words


@pytest.mark.django_db
def test_several_counts_are_one_statement_and_stop_counting(chongqing, django_assert_num_queries):
    Account.objects.bulk_create(Account(username=f"a{n}") for n in range(MOST_COUNTED + 5))
    counts = [CappedCount(Account.objects.all()), CappedCount(Account.objects.filter(username="a1"))]
    with django_assert_num_queries(1):
        found = Bureau.objects.filter(pk=chongqing.pk).values_list(*counts).get()
    assert found == (MOST_COUNTED + 1, 1)
