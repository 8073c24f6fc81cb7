"""The layouts in which other workforce systems import a forecast or a history.

Name of the layout → module of this folder. Each has `SOURCE`, the record it is made of, and `rows(…)`, which
yields its lines, header included where the layout has one: of a forecast `rows(forecast, requirement)`, where
the requirement may be None, of a history `rows(history)`.
"""

EXPORTS: dict[str, str] = {
    "amazon-override": "amazon_override",
    "calabrio-forecast": "calabrio_forecast",
    "genesys-history": "genesys_history",
    "verint-strategic": "verint_strategic",
}
