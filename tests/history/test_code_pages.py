"""Text in the code pages of Windows: told by the words that it has in one of them alone, or asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from staffing.history.open_source import open_source
from staffing.history.reading.choices import Reading

HEADERS = {
    "日付,時刻,着信数,応答数,放棄数": ["cp932"],
    "日時,キュー,入電数,対応件数,放棄呼数": ["cp932"],
    "日期,时间,来电量,接听量,放弃量": ["gb18030", "gbk"],
    "日期,時間,來電量,接聽量,放棄量": ["big5"],
    "날짜,시간,인입호,응대호,포기호": ["cp949", "euc-kr"],
    "Data,Godzina,Połączenia,Odebrane,Porzucone": ["cp1250"],
    "Data,Godzina,Liczba połączeń,Obsłużone,Porzucone": ["cp1250"],
    "Tarih,Saat,Gelen çağrı,Yanıtlanan çağrı,Kaçan çağrı": ["cp1254"],
    "Datum,Uhrzeit,Anrufe für Verkäufe,Angenommen,Übrige": ["cp1252"],
    "Fecha,Hora,Llamadas recibidas,Atendidas,Señal": ["cp1252"],
    "Date,Heure,Appels reçus,Répondus,Abandonnés": ["cp1252"],
}
CASES = [(header, encoding) for header, encodings in HEADERS.items() for encoding in encodings]


def text_of(header: str) -> str:
    rows = []
    for number in range(48):
        at = f"2026-03-{2 + number // 16:02},{8 + number % 16 // 2:02}:{number % 2 * 30:02}"
        if "キュー" in header:
            at = f"{at.replace(',', ' ')},予約窓口"
        rows.append(f"{at},{20 + number},{18 + number},2")
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize(("header", "encoding"), CASES)
def test_the_code_page_is_told_by_its_words(tmp_path: Path, header: str, encoding: str) -> None:
    """The same numbers under the same headers as in UTF-8; the code page is said."""
    text, path = text_of(header), tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    expected = read_native(Source(str(path)))
    path.write_bytes(text.encode(encoding))
    found = read_native(Source(str(path)))
    assert found.offered.tolist() == expected.offered.tolist()
    assert found.queues == expected.queues
    assert found.measures.keys() == expected.measures.keys()
    page = {"gbk": "gb18030", "euc-kr": "cp949"}.get(encoding, encoding)
    assert found.notes[0].endswith(f"its text is read as {page}")
    assert found.notes[1:] == expected.notes


@pytest.mark.parametrize("encoding", ["cp932", "cp949", "gb18030", "big5"])
def test_text_without_words_of_the_field_is_asked_about(tmp_path: Path, encoding: str) -> None:
    """Names of queues tell no code page; with `--encoding` they are read."""
    name = {"cp932": "大阪支店", "cp949": "가나다라 마바사", "gb18030": "张三李四", "big5": "張三李四"}[
        encoding
    ]
    rows = "".join(f"2026-03-02T{8 + number:02}:00,{name},{20 + number}\n" for number in range(10))
    path = tmp_path / "export.csv"
    path.write_bytes(f"interval_start,queue,offered\n{rows}".encode(encoding))
    with pytest.raises(InputError, match="--encoding"):
        read_native(Source(str(path)))
    history = read_native(Source(str(path), reading=Reading(encoding=encoding)))
    assert history.queues == (name,)


@pytest.mark.parametrize("mark", ["€", "–", "Ø", "°C"])
def test_single_signs_beyond_ascii_are_windows_1252(tmp_path: Path, mark: str) -> None:
    """A currency or a dash is no row of signs."""
    path = tmp_path / "export.csv"
    rows = "".join(f"2026-03-02T{8 + number:02}:00,{20 + number},5\n" for number in range(10))
    path.write_bytes(f"Time,Offered,Cost ({mark})\n{rows}".encode("cp1252"))
    assert read_native(Source(str(path))).offered.sum() == sum(range(20, 30))


def test_damaged_utf_8_is_no_code_page(tmp_path: Path) -> None:
    """Its other words are those of UTF-8: the broken byte is named."""
    data = bytearray(text_of("日付,時刻,着信数,応答数,放棄数").encode())
    data[1] = 0x41
    path = tmp_path / "export.csv"
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="UTF-8"):
        read_native(Source(str(path)))


@pytest.mark.parametrize("queues", ["Obsługa,Sprzedaż,Ściąganie", "Serwis,Łódź,Zażalenia"])
def test_polish_names_are_no_other_page(tmp_path: Path, queues: str) -> None:
    """No word of the field tells it, but in other pages signs stand inside the names."""
    path = tmp_path / "export.csv"
    path.write_bytes(f"Data,Godzina,{queues}\n16.02.2026,8:00,44,21,52\n".encode("cp1250"))
    with open_source(Source(str(path))) as tables:
        assert tables[0].head(1)[0][1][2:] == queues.split(",")


def test_latin_text_whose_words_are_whole_in_no_page_is_asked_about(tmp_path: Path) -> None:
    """What no page makes words of is not guessed."""
    path = tmp_path / "export.csv"
    path.write_bytes(b"Date,Time,Calls,Note\n2026-03-02,08:00,10,ab\xb4cd\xf7ef\n2026-03-02,08:30,11,x\n")
    with pytest.raises(InputError, match="--encoding"):
        read_native(Source(str(path)))
