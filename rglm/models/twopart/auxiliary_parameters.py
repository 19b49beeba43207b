"""The auxiliary parameters of a model of two parts: theta, sigma, shape."""

from __future__ import annotations

from rglm.models.density.scalar_parameters import ScalarParameters


class AuxiliaryParameters(ScalarParameters):
    """Theta, sigma and shape of the parts that have one, else None."""

    @property
    def theta(self) -> float | None:
        """The shape of the negative binomial count part."""
        return self._auxiliary_value("Log(theta)")

    @property
    def SE_theta(self) -> float | None:
        """The standard error of theta."""
        return self._auxiliary_error("Log(theta)")

    @property
    def SE_logtheta(self) -> float | None:
        """The standard error of log(theta)."""
        error = self._auxiliary_errors.get("Log(theta)")
        return None if error is None else float(error)

    @property
    def zero_theta(self) -> float | None:
        """The shape of the negative binomial zero part of a hurdle."""
        return self._auxiliary_value("zero_Log(theta)")

    @property
    def SE_zero_theta(self) -> float | None:
        """The standard error of `zero_theta`."""
        return self._auxiliary_error("zero_Log(theta)")

    @property
    def sigma(self) -> float | None:
        """The standard deviation of log y above zero, of a lognormal amount."""
        return self._auxiliary_value("Log(sigma)")

    @property
    def SE_sigma(self) -> float | None:
        """The standard error of sigma."""
        return self._auxiliary_error("Log(sigma)")

    @property
    def shape(self) -> float | None:
        """The shape of a gamma amount."""
        return self._auxiliary_value("Log(shape)")

    @property
    def SE_shape(self) -> float | None:
        """The standard error of the shape."""
        return self._auxiliary_error("Log(shape)")
