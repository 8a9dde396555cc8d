"""What reviewers open, and what stands beside the batch at the recruitment desk."""

from __future__ import annotations

from django.urls import path

from zhongmu.office.scoring import cards, comparing, mine, panel, rounds

reviewers = [
    path("", mine.my_scoring, name="my_scoring"),
    path("<int:pk>/", mine.my_round, name="my_round"),
    path("<int:pk>/declare/", mine.declaring, name="scoring_declare"),
    path("<int:pk>/compare/", comparing.comparing, name="scoring_compare"),
    path("<int:pk>/compare/<str:label>/<slug:dimension>/", comparing.discussing, name="scoring_discuss"),
    path("<int:pk>/sign/", mine.signing, name="scoring_sign"),
    path("<int:pk>/cards/<str:label>/", cards.card, name="card"),
    path("<int:pk>/cards/<str:label>/cell/", cards.cell, name="cell"),
    path("<int:pk>/cards/<str:label>/conflict/", cards.conflict, name="card_conflict"),
]
desk = [
    path("batches/<int:pk>/", rounds.batch_scoring, name="batch_scoring"),
    path("batches/<int:pk>/new/", rounds.rules_new, name="rules_new"),
    path("<int:pk>/", rounds.scoring_round, name="scoring_round"),
    path("<int:pk>/rules/", rounds.rules_edit, name="rules_edit"),
    path("<int:pk>/rules.json", rounds.rules_text, name="rules_text"),
    path("<int:pk>/result/", comparing.result, name="scoring_result"),
    path("<int:pk>/result/<slug:which>.json", comparing.result_text, name="result_text"),
    path("<int:pk>/do/<str:name>/", rounds.scoring_act, name="scoring_act"),
    path("<int:pk>/panel/<int:seat>/remind/", panel.reminding, name="panel_remind"),
    path("<int:pk>/panel/<int:seat>/release/", panel.releasing, name="panel_release"),
    path("<int:pk>/panel/<int:seat>/recuse/", panel.recusing, name="panel_recuse"),
]
