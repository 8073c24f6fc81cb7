"""Histories written out as people have them: in many shapes, languages, dialects and ways of writing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# what the headers of one and the same table are called; not taken from the words that the program knows
KEYS = ("date", "time", "queue", "offered", "answered", "abandoned", "aht", "total")
_CALLED = """
english: Date | Interval | Queue | Calls Offered | Calls Answered |
  Abandoned Calls | Avg Handle Time (s) | Total
german: Datum | Uhrzeit | Warteschlange | Eingehende Anrufe | Angenommene Anrufe |
  Verlorene Anrufe | Ø Bearbeitungszeit (Sek.) | Summe
french: Date | Heure | File d'attente | Appels reçus | Appels traités |
  Appels abandonnés | Durée moyenne de traitement (secondes) | Total général
spanish: Fecha | Hora | Cola | Llamadas recibidas | Llamadas atendidas |
  Llamadas abandonadas | Tiempo medio de gestión (seg) | Total
portuguese: Data | Horário | Fila | Chamadas recebidas | Chamadas atendidas |
  Chamadas abandonadas | Tempo médio de atendimento (segundos) | Total geral
italian: Data | Ora | Coda | Chiamate ricevute | Chiamate gestite |
  Chiamate abbandonate | Tempo medio di gestione (sec) | Totale
dutch: Datum | Tijd | Wachtrij | Aangeboden gesprekken | Beantwoorde gesprekken |
  Gemiste gesprekken | Gemiddelde afhandeltijd (sec) | Totaal
polish: Data | Godzina | Kolejka | Połączenia przychodzące | Połączenia odebrane |
  Połączenia porzucone | Średni czas obsługi (s) | Razem
turkish: Tarih | Saat | Kuyruk | Gelen çağrı sayısı | Cevaplanan çağrı |
  Kaçan çağrı | Ortalama işlem süresi (sn) | Toplam
chinese: 日期 | 时间段 | 技能组 | 呼入量 | 接听量 |
  放弃量 | 平均处理时长(秒) | 合计
japanese: 日付 | 時間帯 | スキル | 着信件数 | 応答件数 |
  放棄呼数 | 平均処理時間(秒) | 合計
korean: 날짜 | 시간대 | 대기열 | 인입 콜 | 응답 콜 |
  포기 콜 | 평균 처리 시간(초) | 합계
"""
WORDS = {
    language: dict(zip(KEYS, map(str.strip, words.split("|")), strict=True))
    for language, words in (lines.split(": ", 1) for lines in re.split(r"\n(?=\w)", _CALLED.strip()))
}
Key = tuple[dt.date, int, str]
Rows = list[list[str]]


@dataclass(frozen=True)
class Made:
    """A history: offered, answered and seconds of handling by day, minute of the day, and queue."""

    days: tuple[dt.date, ...]
    minutes: tuple[int, ...]
    queues: tuple[str, ...]
    offered: dict[Key, int]
    answered: dict[Key, int]
    aht: int


@dataclass(frozen=True)
class Manner:
    """How it is written."""

    language: str
    date: Callable[[dt.date], str]
    time: Callable[[int], str]
    number: Callable[[int], str]
    separator: str
    encoding: str
    totals: bool


def slashed(order: str, mark: str) -> Callable[[dt.date], str]:
    """Dates in numbers, in an order and with a mark between them."""
    return lambda day: mark.join(
        {"d": f"{day:%d}", "m": f"{day:%m}", "y": f"{day:%Y}"}[part] for part in order
    )


DATES: dict[str, Callable[[dt.date], str]] = {
    "iso": dt.date.isoformat,
    "dmy.": slashed("dmy", "."),
    "dmy/": slashed("dmy", "/"),
    "mdy/": slashed("mdy", "/"),
    "dmy-": slashed("dmy", "-"),
    "ymd/": slashed("ymd", "/"),
    "cjk": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "named": lambda day: f"{day.day} {day:%b} {day.year}",
}
TIMES: dict[str, Callable[[int], str]] = {
    "24": lambda minute: f"{minute // 60:02}:{minute % 60:02}",
    "short": lambda minute: f"{minute // 60}:{minute % 60:02}",
    "seconds": lambda minute: f"{minute // 60:02}:{minute % 60:02}:00",
    "ampm": lambda minute: f"{(minute // 60 - 1) % 12 + 1}:{minute % 60:02} {'AM' if minute < 720 else 'PM'}",
    "range": lambda m: f"{m // 60:02}:{m % 60:02} - {(m + 30) // 60:02}:{(m + 30) % 60:02}",
    "h": lambda minute: f"{minute // 60}h{minute % 60:02}",
}
NUMBERS: dict[str, Callable[[int], str]] = {
    "plain": str,
    "comma": lambda count: f"{count:,}",
    "point": lambda count: f"{count:,}".replace(",", "."),
    "space": lambda count: f"{count:,}".replace(",", "\u00a0"),
}


def plain(made: Made, manner: Manner) -> Rows:
    """A row for each interval and queue, and a total at the foot."""
    words = WORDS[manner.language]
    header = [words[key] for key in ("date", "time", "queue", "offered", "answered", "abandoned", "aht")]
    rows = [header]
    for (day, minute, queue), count in made.offered.items():
        answered = made.answered[day, minute, queue]
        counts = [manner.number(number) for number in (count, answered, count - answered)]
        rows.append([manner.date(day), manner.time(minute), queue, *counts, str(made.aht)])
    if manner.totals:
        sums = [sum(made.offered.values()), sum(made.answered.values())]
        counts = [manner.number(number) for number in (*sums, sums[0] - sums[1])]
        rows.append([words["total"], "", "", *counts, ""])
    return rows


def by_days(made: Made, manner: Manner) -> Rows:
    """Days down, times across, of all queues together."""
    return _matrix(made, manner, made.days, made.minutes, down_is_day=True)


def by_times(made: Made, manner: Manner) -> Rows:
    """Times down, days across."""
    return _matrix(made, manner, made.minutes, made.days, down_is_day=False)


def _matrix(made: Made, manner: Manner, down: Sequence, across: Sequence, *, down_is_day: bool) -> Rows:  # type: ignore[type-arg]
    words = WORDS[manner.language]
    name_down, name_across = (manner.date, manner.time) if down_is_day else (manner.time, manner.date)
    corner = words["date"] if down_is_day else ""
    total = [words["total"]] if manner.totals else []
    rows = [[corner, *map(name_across, across), *total]]  # type: ignore[arg-type]
    for one in down:
        counts = [_sum(made, one, other) if down_is_day else _sum(made, other, one) for other in across]
        edge = [manner.number(sum(counts))] if manner.totals else []
        rows.append([name_down(one), *map(manner.number, counts), *edge])
    if manner.totals:
        sums = [
            sum(_sum(made, one, other) if down_is_day else _sum(made, other, one) for one in down)
            for other in across
        ]
        rows.append([words["total"], *map(manner.number, sums), manner.number(sum(sums))])
    return rows


def _sum(made: Made, day: dt.date, minute: int) -> int:
    return sum(made.offered[day, minute, queue] for queue in made.queues)


def queue_columns(made: Made, manner: Manner) -> Rows:
    """A column for each queue, and their total."""
    words = WORDS[manner.language]
    total = [words["total"]] if manner.totals else []
    rows = [[words["date"], words["time"], *made.queues, *total]]
    for day in made.days:
        for minute in made.minutes:
            counts = [made.offered[day, minute, queue] for queue in made.queues]
            edge = [manner.number(sum(counts))] if manner.totals else []
            rows.append([manner.date(day), manner.time(minute), *map(manner.number, counts), *edge])
    return rows


def two_headers(made: Made, manner: Manner) -> Rows:
    """A queue over its measures."""
    words = WORDS[manner.language]
    upper, lower = ["", ""], [words["date"], words["time"]]
    for queue in made.queues:
        upper += [queue, ""]
        lower += [words["offered"], words["aht"]]
    rows = [upper, lower]
    for day in made.days:
        for minute in made.minutes:
            cells = [manner.date(day), manner.time(minute)]
            for queue in made.queues:
                cells += [manner.number(made.offered[day, minute, queue]), str(made.aht)]
            rows.append(cells)
    return rows


def long(made: Made, manner: Manner) -> Rows:
    """A measure in each row."""
    words = WORDS[manner.language]
    rows = [[words["date"], words["time"], words["queue"], "KPI", "Value"]]
    for (day, minute, queue), count in made.offered.items():
        key = [manner.date(day), manner.time(minute), queue]
        rows.append([*key, words["offered"], manner.number(count)])
        rows.append([*key, words["answered"], manner.number(made.answered[day, minute, queue])])
    return rows


def sections(made: Made, manner: Manner) -> Rows:
    """The day over the rows of each, the header repeated."""
    words = WORDS[manner.language]
    rows: Rows = []
    for day in made.days:
        rows.append([f"{words['date']}:", manner.date(day), "", ""])
        rows.append([words["time"], words["queue"], words["offered"], words["answered"]])
        for minute in made.minutes:
            for queue in made.queues:
                key = (day, minute, queue)
                counts = [manner.number(made.offered[key]), manner.number(made.answered[key])]
                rows.append([manner.time(minute), queue, *counts])
    return rows


SHAPES: dict[str, Callable[[Made, Manner], Rows]] = {
    "plain": plain,
    "by_days": by_days,
    "by_times": by_times,
    "queue_columns": queue_columns,
    "two_headers": two_headers,
    "long": long,
    "sections": sections,
}
MERGED = {"by_days", "by_times"}  # shapes that do not tell the queues apart


def as_bytes(rows: Rows, manner: Manner) -> bytes:
    """The text of the file; cells that hold the separator stand in quotation marks."""
    lines = (
        manner.separator.join(f'"{cell}"' if manner.separator in cell else cell for cell in row)
        for row in rows
    )
    return "\r\n".join([*lines, ""]).encode(manner.encoding)
