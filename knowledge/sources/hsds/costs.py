"""What a service costs, from words in five languages and from cost options."""

import math
import re
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from knowledge.content import CostOption
from knowledge.languages import fold
from knowledge.sources.hsds.clean import TextCleaner
from knowledge.sources.hsds.recurring import iso_day
from knowledge.sources.report import Ledger, SourceRow

Cost = Literal["free", "paid", "unknown"]

_NOT_MONEY: Final = re.compile(
    r"\b(?:toll|drug|smoke|alcohol|tax|barrier|violence|gluten|hands)[- ]free\b|\bfee[- ]for\b"
    r"|\bfree (?:time|will|speech|standing|lunch)\b"
)
_NOTHING: Final = re.compile(
    r"\bno (?:fees?|costs?|charges?|payment)\b|\bwithout (?:any )?(?:cost|charge|fee)s?\b"
    r"|\bfree of (?:any )?(?:cost|charge)s?\b|\bcost[- ]free\b|\bfree\b"
    r"|\bgratis\b|\bgratuit[aoes]{0,2}\b|\bgratuitement\b|\bgratuitamente\b"
    r"|\bsin (?:ningun )?(?:costo|cargo|coste|pago|tarifa|cuota)s?\b"
    r"|\bno (?:se cobra|tiene costo)\b"
    r"|\bsans frais\b|\baucuns? (?:frais|cout)\b"
    r"|\bpa (?:gen|peye|koute)(?: okenn)?(?: fre| kob| lajan| anyen)?\b|\bsan (?:peye|fre|kob)\b"
    r"|\bsem (?:custos?|taxas?|cobranca)\b|\bde graca\b|\bnao (?:se cobra|ha custo)\b"
)
_BARE_NOTHING: Final = frozenset(
    ("none", "no", "nil", "zero", "0", "$0", "$0.00", "0.00", "nothing", "ninguno", "ninguna",
     "nada", "aucun", "aucune", "rien", "okenn", "anyen", "nenhum", "nenhuma")
)  # fmt: skip
_MONEY: Final = re.compile(
    r"[$€£]\s?\d|\d\s?(?:[€£]|usd\b|eur\b|dollars?\b|dolares\b|pesos?\b|reais\b|euros?\b|gourdes?\b"
    r"|goud\b|soles\b|cents?\b)"
    r"|\bfees?\b|\bcosts?\b|\bcharges?\b|\bcopay\w*|\btuition\b|\bpay(?:ment)?s?\b|\bpaid\b"
    r"|\bcuotas?\b|\btarifas?\b|\bcostos?\b|\bcargos?\b|\bpagos?\b|\bpagar?\b|\bcobra\w*"
    r"|\bfrais\b|\btarifs?\b|\bpayante?s?\b|\bpaye[rz]?\b"
    r"|\bfre\b|\bpri\b|\bpeye\b"
    r"|\btaxas?\b|\bcustos?\b|\bpreco\w*|\bpago\b"
)
_CONDITION: Final = re.compile(
    r"\b(?:or|if|for|except|unless|some|may|might|most|under|over|only|sliding|scale|donations?"
    r"|reduced|low|members?|medicaid|medicare|insurance|eligible|qualif\w+|depend\w*|var(?:y|ies)"
    r"|but|first|trial|o|u|si|para|excepto|salvo|algun\w*|menores|solo|miembros|donaci\w+|depend\w+"
    r"|ou|pour|sauf|certain\w*|moins|membres?|dons?|selon|oswa|oubyen|sof|kek|manm|donasyon|selon"
    r"|se|exceto|alguns|membros|apenas|doac\w+)\b"
)


def judge_fees(text: str) -> Cost:
    """Return whether a fee text says free, paid, or neither for sure.

    Free only when it says so for everybody: "free for members" and "free or sliding scale" are
    unknown.
    """
    plain = fold(text).strip(" .!:;-")
    if not plain:
        return "unknown"
    if plain in _BARE_NOTHING:
        return "free"
    rest = _NOT_MONEY.sub(" ", plain)
    if _NOTHING.search(rest):
        other = _NOTHING.sub(" ", rest)
        if _CONDITION.search(other) or _MONEY.search(other):
            return "unknown"
        return "free"
    return "paid" if _MONEY.search(rest) else "unknown"


def judge_cost(fees: str, options: Iterable[CostOption]) -> Cost:
    """Return what fee text and cost options say together; options with amounts come first."""
    amounts = {option.amount for option in options if option.amount is not None}
    if amounts and 0.0 not in amounts:
        return "paid"
    if amounts == {0.0} and judge_fees(fees) != "paid":
        return "free"
    return "unknown" if amounts else judge_fees(fees)


def read_option(
    row: SourceRow, ledger: Ledger, cleaner: TextCleaner, today: date
) -> CostOption | None:
    """Return the price in a row of cost options, None when it is over or says nothing."""
    ends = iso_day(row.get("valid_to"))
    if ends and ends < today:
        ledger.skip(row, "valid_to", f"a price that is over: {ends}")
        return None
    words = [cleaner.line(row.get(key)) for key in ("option", "amount_description")]
    amount = _amount(row, ledger)
    if amount is None and not any(words):
        return None
    currency = row.get("currency").upper()
    if currency and not (len(currency) == 3 and currency.isalpha()):
        ledger.issue(row, "currency", f"not a currency code: {currency}")
        currency = ""
    ledger.use(row)
    return CostOption(amount=amount, currency=currency, option=", ".join(filter(None, words)))


def _amount(row: SourceRow, ledger: Ledger) -> float | None:
    written = row.get("amount")
    if not written:
        return None
    try:
        amount = float(written)
    except ValueError:
        amount = math.nan
    if math.isfinite(amount) and amount >= 0:
        return amount
    ledger.issue(row, "amount", f"not an amount: {written}")
    return None
