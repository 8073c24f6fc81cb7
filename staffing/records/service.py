"""The service that is asked for, and those who call and answer: how to staff."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from staffing.records.people import People
from staffing.records.service_target import parse_target
from staffing.records.targets import Targets
from staffing.records.uncertainty import Uncertainty

if TYPE_CHECKING:
    from staffing.queueing.patience_laws.empirical import PatienceCurve

AVERAGE, BINOMIAL = "average", "binomial"
ATTENDANCE_MODELS = (AVERAGE, BINOMIAL)
USUAL_TARGETS = Targets(0.8, 20.0)


class TargetsOrText:
    """A field that takes `Targets`, or the text "80/20", and always gives `Targets`."""

    def __get__(self, service: object | None, _: type | None = None) -> Targets:
        return USUAL_TARGETS if service is None else service.__dict__["targets"]

    def __set__(self, service: object, given: Targets | str) -> None:
        service.__dict__["targets"] = Targets(*parse_target(given)) if isinstance(given, str) else given


@dataclass(frozen=True)
class Service:
    """How to staff, where a row of the demand does not say otherwise.

    targets:          80 % within 20 seconds unless given; `Service("80/20")` is read as on the command line
    model:            a name of `staffing.queueing.MODELS`
    patience_seconds: mean patience; None = nobody gives up
    lines:            contacts that fit in; None = no limit
    patience_law:     a name of `PATIENCE_LAWS`, with its `patience_parameter` or, if empirical, its curve,
                      which also gives the mean where `patience_seconds` is None
    variation:        a name of `VARIATIONS`: how demand moves inside and across intervals
    uncertainty:      how the forecast's range counts; None = not at all
    redial, _blocked: shares, in [0, 1), of those who gave up and of those blocked who try again
    at_once:          contacts an agent takes at once (chat); writing_ratio: customer's ÷ agent's writing time
    attendance_model: `average`, or `binomial`: people come or not, and the expected service counts
    finish_contacts:  who goes home or to a rest finishes the contact in hand; else it is handed over
    """

    targets: TargetsOrText = TargetsOrText()
    model: str = "erlang-a"
    patience_seconds: float | None = None
    lines: float | None = None
    patience_law: str = "exponential"
    patience_parameter: float | None = None
    patience_curve: PatienceCurve | None = None
    variation: str = "sipp"
    uncertainty: Uncertainty | None = None
    redial: float = 0.0
    redial_blocked: float = 0.0
    at_once: int = 1
    writing_ratio: float = 1.0
    people: People = field(default_factory=People)
    attendance_model: str = AVERAGE
    finish_contacts: bool = True

    @property
    def binomial(self) -> bool:
        """Whether the model is asked about heads that come or not, rather than agents."""
        return self.attendance_model == BINOMIAL
