"""Mistakes that type checkers have to find, one in each line that says so; it is never run."""

import rglm
from rglm import generics, glm, glm_nb, poisson, polr, zeroinfl
from rglm.datasets import load

data = load("warpbreaks")
fit = glm("breaks ~ wool", data, family=poisson())
counts = zeroinfl("y ~ x", data)
levels = polr("y ~ x", data)

glm("breaks ~ wool", data, familly=poisson())  # mistake
glm(3, data)  # mistake
rglm.gml("breaks ~ wool", data)  # mistake
fit.confnt()  # mistake
fit.coeficients  # mistake
fit.confint(levell=0.9)  # mistake
fit.confint(level="0.9")  # mistake
fit.plot_probs()  # mistake
levels.plot_fit()  # mistake
levels.hatvalues()  # mistake
levels.rootogram()  # mistake
counts.plot_roc()  # mistake
counts.family  # mistake
glm_nb("breaks ~ wool", data).dispersiontest()  # mistake
generics.hatvalues(levels)  # mistake
generics.confint(data)  # mistake
line = rglm.lm("breaks ~ wool", data)
line.plot_profile()  # mistake
line.predict(data, type_="terms")  # mistake
fit.deviance.upper()  # mistake
fit.AIC(3)  # mistake
fit.AIC(levels).uper()  # mistake
generics.sigma(levels)  # mistake
generics.effects(fit)  # mistake
generics.devianse(fit)  # mistake
posterior = rglm.brm("y ~ x", data)
posterior.AIC()  # mistake
posterior.emmeans("x", lvel=0.9)  # mistake
fit.loo()  # mistake
fit.emmeans("x", lvel=0.9)  # mistake
fit.emmeans("x").contrast("eff", adjst="holm")  # mistake
fit.joint_tests(by=3)  # mistake
