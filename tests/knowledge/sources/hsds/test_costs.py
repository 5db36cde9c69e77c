"""What fee texts and cost options say together."""

import pytest

from knowledge.content import CostOption
from knowledge.sources.hsds.costs import judge_cost, judge_fees


@pytest.mark.parametrize(
    ("cost", "texts"),
    [
        ("free", ["None", "Free", "No charge.", "Free of charge", "No cost", "There is no fee",
                  "Gratis", "Gratuito", "Sin costo", "Servicio gratuito", "Gratuit", "Aucun frais",
                  "Pa gen frè", "Gratis pou tout moun", "Sem custo", "Ninguno", "$0"]),
        ("paid", ["$20", "A small fee applies", "Sliding fee scale", "Cuota de 50 pesos",
                  "Frais: 10 €", "20 reais", "Tuition", "Peye 500 goud"]),
        ("unknown", ["", "Varies", "Medicaid", "Free or sliding scale", "Free for members",
                     "No cost for children, $5 adults", "No fees for residents", "Toll-free number",
                     "Gratis para menores", "Gratuit pour les membres", "Donation"]),
    ],
)  # fmt: skip
def test_fees(cost: str, texts: list[str]) -> None:
    assert {text: judge_fees(text) for text in texts} == dict.fromkeys(texts, cost)


def test_cost_options_come_before_words() -> None:
    paid, free, words = CostOption(amount=5), CostOption(amount=0), CostOption(option="Ask")
    assert judge_cost("None", [paid]) == "paid"
    assert judge_cost("", [free]) == "free"
    assert judge_cost("", [paid, free]) == "unknown"
    assert judge_cost("Free", [words]) == "free"
