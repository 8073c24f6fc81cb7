"""Lists of calls written out as people have them: outcomes as words, flags or times, waits in any unit."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

KEYS = (
    "id",
    "date",
    "time",
    "moment",
    "queue",
    "outcome",
    "flag",
    "answer_time",
    "wait",
    "talk",
    "answered",
    "abandoned",
    "yes",
    "no",
)
_CALLED = """
english: Call ID | Call Date | Call Time | Start Time | Queue | Disposition |
  Answered | Answer Time | Wait (s) | Talk Time (s) |
  Handled | Missed | Yes | No
german: Anruf-ID | Datum | Uhrzeit | Anrufbeginn | Warteschlange | Ergebnis |
  Angenommen | Annahmezeit | Wartezeit (Sek.) | Gesprächszeit (Sek.) |
  angenommen | aufgelegt | ja | nein
french: ID appel | Date | Heure | Date et heure | File | Résultat |
  Décroché | Heure de réponse | Attente (sec) | Durée de conversation (sec) |
  Répondu | Abandonné | oui | non
spanish: ID | Fecha | Hora | Fecha y hora | Cola | Resultado |
  Atendida | Hora de respuesta | Espera (seg) | Tiempo de conversación (seg) |
  Atendida | Abandonada | Sí | No
portuguese: ID | Data | Hora | Data e hora | Fila | Status |
  Atendida | Hora de atendimento | Tempo de espera (seg) | Tempo de conversa (seg) |
  Atendida | Perdida | Sim | Não
italian: ID | Data | Ora | Data e ora | Coda | Esito |
  Risposta | Ora di risposta | Attesa (sec) | Durata conversazione (sec) |
  Risposta | Persa | sì | no
dutch: Oproep-ID | Datum | Tijd | Begintijd | Wachtrij | Resultaat |
  Beantwoord | Beantwoord om | Wachttijd (sec) | Gesprekstijd (sec) |
  Beantwoord | Gemist | ja | nee
polish: ID | Data | Godzina | Data i godzina | Kolejka | Wynik |
  Odebrane | Godzina odebrania | Czas oczekiwania (s) | Czas rozmowy (s) |
  Odebrane | Nieodebrane | tak | nie
turkish: Çağrı No | Tarih | Saat | Tarih ve saat | Kuyruk | Sonuç |
  Cevaplandı | Cevaplanma saati | Bekleme süresi (sn) | Konuşma süresi (sn) |
  Cevaplandı | Kaçan | evet | hayır
chinese: 流水号 | 日期 | 时间 | 来电时间 | 队列 | 状态 |
  接听 | 接听时间 | 等待时长(秒) | 通话时长(秒) |
  已接听 | 未接听 | 是 | 否
japanese: 受付番号 | 日付 | 時刻 | 着信日時 | キュー | 結果 |
  応答 | 応答時刻 | 待ち時間(秒) | 通話時間(秒) |
  応答 | 放棄 | はい | いいえ
korean: 접수번호 | 날짜 | 시각 | 통화일시 | 대기열 | 결과 |
  응답 | 응답 시각 | 대기 시간(초) | 통화 시간(초) |
  응답 | 포기 | 예 | 아니오
"""
WORDS = {
    language: dict(zip(KEYS, map(str.strip, words.replace("\n", " ").split("|")), strict=True))
    for language, words in (
        lines.split(": ", 1) for lines in re.split(r"\n(?=\w)", _CALLED.strip())
    )
}  # fmt: skip
OUTCOMES = ("word", "flag", "answer_time", "talk")
CLOCKS: dict[str, Callable[[int], str]] = {
    "seconds": str,
    "hh:mm:ss": lambda s: f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}",
    "mm:ss": lambda s: f"{s // 60:02}:{s % 60:02}",
}


@dataclass(frozen=True)
class Call:
    """When it came, on which queue, how long it waited, and its talk (None: given up)."""

    at: dt.datetime
    queue: str
    wait: int
    talk: int | None


def made_calls(seed: int) -> list[Call]:
    """Calls of a few days of March 2026, second by second."""
    rng = random.Random(seed)
    first = dt.datetime(2026, 3, 3 + rng.randrange(12))
    calls = []
    for _ in range(rng.randrange(40, 120)):
        at = first + dt.timedelta(days=rng.randrange(4), seconds=rng.randrange(8 * 3600, 18 * 3600))
        talk = rng.randrange(30, 600) if rng.random() < 0.8 else None
        calls.append(Call(at, rng.choice(["Sales", "Service"]), rng.randrange(1, 200), talk))
    return sorted(calls, key=lambda call: call.at)


def written_calls(
    calls: list[Call],
    language: str,
    outcome: str,
    clock: str,
    date: Callable[[dt.date], str],
    *,
    apart: bool,
    numbered: bool = True,
) -> list[list[str]]:
    """The list: date and time `apart` or in one column, the outcome and the durations as asked."""
    words = WORDS[language]
    columns = {"word": ["outcome"], "flag": ["flag"], "answer_time": ["answer_time"], "talk": []}[outcome]
    when = ["date", "time"] if apart else ["moment"]
    header = [words[key] for key in (*(["id"] * numbered), *when, "queue", *columns)]
    unit = re.compile(r"\s*[(（].*?[)）]")
    header += [words[key] if clock == "seconds" else unit.sub("", words[key]) for key in ("wait", "talk")]
    rows = [header]
    for number, call in enumerate(calls):
        day, time = date(call.at.date()), f"{call.at:%H:%M:%S}"
        cells = [f"c{number}"] if numbered else []
        cells += [day, time] if apart else [f"{day} {time}"]
        cells.append(call.queue)
        answered = call.talk is not None
        cells += {
            "word": [words["answered" if answered else "abandoned"]],
            "flag": [words["yes" if answered else "no"]],
            "answer_time": [f"{call.at + dt.timedelta(seconds=call.wait):%H:%M:%S}" if answered else ""],
            "talk": [],
        }[outcome]
        rows.append([*cells, CLOCKS[clock](call.wait), "" if call.talk is None else CLOCKS[clock](call.talk)])
    return rows
