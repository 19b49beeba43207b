"""What the command prints or writes: the page, a table, pictures."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rglm.cli.data_file import read_data
from rglm.cli.model_fit import text_options
from rglm.cli.table_output import FORMAT_BY_SUFFIX, table_parts, table_texts, write_parquet
from rglm.formatting.hints.warning_location import warn
from rglm.plots.model_check.check_model import check_model
from rglm.plots.model_check.model_check import ModelCheck
from rglm.protocol.capabilities import HasLevels
from rglm.protocol.model_result import ModelResult
from rglm.sources.output_file import output_path, replace_file


def check_of(fit: ModelResult, arguments: argparse.Namespace) -> ModelCheck | None:
    """What ``--check`` finds, with a figure if one is to be drawn; None without the option."""
    has_figure = arguments.plot is not None and arguments.plot_fit is None
    return check_model(fit, plot=has_figure) if arguments.check else None


def write_output(
    fit: ModelResult, arguments: argparse.Namespace, check: ModelCheck | None
) -> None:
    """Print the page or the table, or write it to the file of ``--out``."""
    path = arguments.out and Path(arguments.out)
    values = _table(fit, arguments)
    if values is None:
        return write_texts(iter([_page_text(fit, arguments, check)]), path)
    format = arguments.format or FORMAT_BY_SUFFIX.get(path.suffix.lower() if path else "", "csv")
    parts = table_parts(values)
    if path and format == "parquet":
        with replace_file(output_path(path)) as temporary:
            return write_parquet(parts, temporary)
    return write_texts(table_texts(parts, format), path)


def write_texts(texts: Iterator[str], path: Path | None) -> None:
    """Print texts, or write them to a file, which is as it was after an error."""
    if not path:
        for text in texts:
            print(text, end="")
    elif path.exists() and not path.is_file():  # a pipe or a device
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(texts)
    else:
        with (
            replace_file(output_path(path)) as temporary,
            temporary.open("w", encoding="utf-8", newline="") as file,
        ):
            file.writelines(texts)


def _page_text(fit: ModelResult, arguments: argparse.Namespace, check: ModelCheck | None) -> str:
    pages = _pages(fit, arguments)
    *first, last = map(str, pages if check is None else [*pages, f"{check}".strip("\n")])
    return "".join(page.rstrip("\n") + "\n\n" for page in first) + f"{last}\n"


def _pages(fit: ModelResult, arguments: argparse.Namespace) -> list[Any]:
    """The summary, and what was asked for besides."""
    vcov = _vcov(arguments)
    pages: list[Any] = [_method(fit, "summary", vcov)(**_given(vcov=vcov))]
    if arguments.anova or arguments.anova_type or arguments.test:
        pages.append(_anova(fit, arguments))
    if arguments.confint:
        intervals = _method(fit, "confint", vcov)(**_interval_options(fit, arguments, "level"))
        pages.append(_ratios(fit, intervals) if arguments.exp else intervals)
    return pages


def _anova(fit: ModelResult, arguments: argparse.Namespace) -> Any:
    """The table of tests; a model that has no sequential ones has those of type II."""
    anova = _method(fit, "anova")
    type = arguments.anova_type or ("II" if fit._analysis == "likelihood" else "I")
    vcov = _vcov(arguments)
    return anova(**_given(type=type, test=arguments.test, vcov=vcov))


def _ratios(fit: ModelResult, intervals: pd.DataFrame) -> pd.DataFrame:
    """The exponentials of the estimates and of their limits."""
    ratios, estimates = intervals.copy(), fit._estimates.to_numpy()[list(fit._interval_places)]
    with np.errstate(over="ignore"):
        ratios[:] = np.exp(intervals.to_numpy())
        ratios.insert(0, "exp(Estimate)", np.exp(estimates))
    return ratios


def _interval_options(
    fit: ModelResult, arguments: argparse.Namespace, level: str
) -> dict[str, Any]:
    """The options of intervals, with the name of their coverage.

    A saved fit has no rows for a profile: it has Wald's, and a warning says so.
    """
    options = _given(vcov=_vcov(arguments), **{level: arguments.level})
    if arguments.load and fit._has_profile_intervals and "vcov" not in options:
        warn("a saved fit has no rows for profile intervals: these are Wald's", UserWarning)
        options["method"] = "wald"
    return options


def _vcov(arguments: argparse.Namespace) -> str | dict[str, Any] | None:
    """What ``vcov=`` takes."""
    if arguments.cluster is None:
        return arguments.vcov
    return _given(type=arguments.vcov, cluster=arguments.cluster)


def _table(fit: ModelResult, arguments: argparse.Namespace) -> Any:
    """The table that was asked for instead of the page, maybe in chunks; None if none was."""
    if arguments.tidy:
        options = _interval_options(fit, arguments, "conf_level")
        return _method(fit, "tidy")(conf_int=True, exponentiate=arguments.exp, **options)
    if arguments.glance:
        return _method(fit, "glance")()
    if arguments.augment:
        return _method(fit, "augment")()
    return _predictions(fit, arguments) if arguments.predict else None


def _predictions(fit: ModelResult, arguments: argparse.Namespace) -> Any:
    """The predictions for the rows of ``--predict``: by default of the mean, or the level."""
    predict = _method(fit, "predict")
    return predict(
        read_data(arguments.predict, text_options(arguments)),
        type=arguments.type or _usual_type(predict, arguments.interval is not None),
        **_given(interval=arguments.interval, level=arguments.level, vcov=_vcov(arguments)),
    )


def _usual_type(predict: Callable[..., Any], has_interval: bool) -> str:
    """The mean of the response; the likeliest level of categories, or with intervals all."""
    usual: str = signature(predict).parameters["type"].default
    if usual in ("link", None):  # of brm new responses unless told
        return "response"
    return "probs" if usual == "class" and has_interval else usual


def _given(**options: Any) -> dict[str, Any]:
    """The options that were given."""
    return {name: v for name, v in options.items() if v is not None and v is not False}


def _method(fit: ModelResult, name: str, vcov: Any = None) -> Any:
    """A verb of the fit.

    Raises ValueError: its model does not have it, or not with another covariance.
    """
    try:
        method = getattr(fit, name)
    except AttributeError as error:
        raise ValueError(str(error)) from None
    if vcov is not None and "vcov" not in signature(method).parameters:
        model = fit._function_name
        raise ValueError(f"--vcov and --cluster are not for {model}(); --model lm may have them")
    return method


def draw(fit: ModelResult, path: str, x: str | None, check: ModelCheck | None) -> None:
    """Draw the fit by a column, the check of ``--check``, or the diagnostic plots, to a file."""
    if x is not None:
        found = _method(fit, "plot_probs" if isinstance(fit, HasLevels) else "plot_fit")(x)
    elif check is not None:
        return check.save(path, dpi=150)
    else:
        found = _method(fit, "plot")()
    np.ravel(np.asarray(found, dtype=object))[0].figure.savefig(path, dpi=150)
