# Every family with every link, quasi with pairs of link and variance.

glm_cases <- list()
case <- function(id, data, formula, ...) {
  stopifnot(!id %in% names(glm_cases))
  glm_cases[[id]] <<- list(id = id, data = data, formula = formula, ...)
}

# ---- gaussian
case("gaussian", "mtcars", "mpg ~ wt + hp", drop = ". ~ . - hp")
case("gaussian-named", "swiss", "Fertility ~ Agriculture + Education + Catholic",
     family = "gaussian(\"identity\")", drop = ". ~ . - Education - Catholic")
case("gaussian-log", "trees", "Volume ~ log(Girth) + log(Height)", family = "gaussian(\"log\")",
     mustart = "Volume", drop = ". ~ . - log(Height)")
case("gaussian-inverse", "Puromycin", "rate ~ I(1/conc) + state", family = "gaussian(\"inverse\")",
     drop = ". ~ . - state")
# ---- binomial
for (link in c("logit", "probit", "cauchit", "cloglog")) {
  case(paste0("binomial-", link), "budworm", "cbind(numdead, 20 - numdead) ~ sex * ldose",
       family = sprintf("binomial(\"%s\")", link), drop = ". ~ . - sex:ldose")
  case(paste0("binomial-", link, "-01"), "births", "low ~ lwt + race + smoke",
       family = sprintf("binomial(link = \"%s\")", link), drop = ". ~ . - race")
}
case("binomial-log", "births", "low ~ smoke + age", family = "binomial(\"log\")",
     start = "c(-1, 0, 0)")
case("binomial-log-counts", "esoph", "cbind(ncases, ncontrols) ~ as.numeric(agegp)",
     family = "binomial(\"log\")", start = "c(-5, 0.1)")
# ---- poisson
case("poisson-log", "dobson", "counts ~ outcome + treatment", family = "poisson()",
     drop = ". ~ . - treatment")
case("poisson-identity", "dobson", "counts ~ outcome + treatment",
     family = "poisson(\"identity\")", drop = ". ~ . - outcome")
case("poisson-sqrt", "insects", "count ~ spray", family = "poisson(link = \"sqrt\")",
     drop = ". ~ . - spray")
# ---- Gamma
case("gamma-inverse", "clotting", "lot1 ~ log(u)", family = "Gamma()", drop = ". ~ 1")
case("gamma-identity", "trees", "Volume ~ Girth + Height", family = "Gamma(\"identity\")",
     mustart = "Volume", drop = ". ~ . - Height")
case("gamma-log", "mtcars", "mpg ~ wt * factor(cyl)", family = "Gamma(\"log\")",
     drop = ". ~ . - wt:factor(cyl)")
# ---- inverse gaussian
case("ig-canonical", "clotting", "lot2 ~ log(u)", family = "inverse.gaussian()", drop = ". ~ 1")
case("ig-inverse", "clotting", "lot2 ~ log(u)", family = "inverse.gaussian(\"inverse\")")
case("ig-identity", "mtcars", "mpg ~ wt + am", family = "inverse.gaussian(\"identity\")",
     drop = ". ~ . - am")
case("ig-log", "mtcars", "mpg ~ wt + am + qsec", family = "inverse.gaussian(\"log\")",
     drop = ". ~ . - qsec - am")
# ---- quasi
case("quasi-default", "trees", "Volume ~ Girth", family = "quasi()")
case("quasi-cuberoot-mu2", "trees", "Volume ~ Girth + Height",
     family = "quasi(link = power(1/3), variance = \"mu^2\")", drop = ". ~ . - Height")
case("quasi-log-mu", "insects", "count ~ spray", family = "quasi(\"log\", \"mu\")")
case("quasi-log-mu3", "clotting", "lot1 ~ log(u)", family = "quasi(link = \"log\", variance = \"mu^3\")")
case("quasi-inverse-mu2", "clotting", "lot1 ~ log(u)",
     family = "quasi(link = \"inverse\", variance = \"mu^2\")", drop = ". ~ 1")
case("quasi-logit", "budworm", "numdead/20 ~ sex + ldose",
     family = "quasi(link = \"logit\", variance = \"mu(1-mu)\")", drop = ". ~ . - sex")
case("quasi-sqrt-constant", "trees", "Volume ~ Girth", family = "quasi(\"sqrt\", \"constant\")")
case("quasi-probit", "budworm", "numdead/20 ~ sex + ldose", weights = "rep(20, 12)",
     arrays = "weights", family = "quasi(\"probit\", \"mu(1-mu)\")")
case("quasibinomial", "budworm", "cbind(numdead, 20 - numdead) ~ sex + ldose",
     family = "quasibinomial()", drop = ". ~ . - sex")
case("quasibinomial-cauchit", "menarche", "cbind(Menarche, Total - Menarche) ~ Age",
     family = "quasibinomial(\"cauchit\")")
case("quasipoisson", "quine", "Days ~ Eth + Sex + Age + Lrn", family = "quasipoisson()",
     drop = ". ~ . - Sex")
case("quasipoisson-sqrt", "insects", "count ~ spray", family = "quasipoisson(\"sqrt\")")
# ---- negative binomial, Tweedie
case("negbin-log", "quine", "Days ~ Eth * Age + Sex", family = "negative.binomial(1.6)",
     drop = ". ~ . - Eth:Age")
case("negbin-sqrt", "quine", "Days ~ Eth + Age", family = "negative.binomial(2, \"sqrt\")")
case("negbin-identity", "insects", "count ~ spray",
     family = "negative.binomial(4.5, link = \"identity\")", drop = ". ~ . - spray")
case("tweedie-log", "quine", "Days ~ Eth + Sex + Age", family = "tweedie(1.5, 0)",
     drop = ". ~ . - Sex")
case("tweedie-canonical", "clotting", "lot1 ~ log(u)", family = "tweedie(var.power = 2)")
case("tweedie-1.2-root", "mtcars", "mpg ~ wt + am", family = "tweedie(1.2, 0.5)", drop = ". ~ . - am")
case("tweedie-3-log", "clotting", "lot2 ~ log(u)", family = "tweedie(var.power = 3, link.power = 0)")
case("tweedie-poisson", "insects", "count ~ spray", family = "tweedie(1, 0)")
