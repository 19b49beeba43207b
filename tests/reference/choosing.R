# vuong() and odTest() of pscl 1.5.5, lrtest() of lmtest 0.9, and zeros expected by each model, of fits
# at their tightest. `models` are named; `cases` say what was asked of which. vuong()'s statistics are
# read off its page at 15 digits. Run from this folder; writes choosing.json.
suppressMessages({library(jsonlite); library(MASS); library(pscl); library(lmtest)})
source("counts/common.R")
model <- function(fun, data, formula, ...) list(fun = fun, data = data, formula = formula, ...)
bio <- "art ~ fem + mar + kid5 + phd + ment"
nmes <- "visits ~ hospital + health + chronic + gender + school + insurance"
nmes_zero <- paste(nmes, "| insurance + school + gender")
trips <- "trips ~ quality + ski + income + userfee + costC + costS + costH"
trips_zero <- paste(trips, "| quality + income")
models <- list(
  bio_poisson = model("glm", "biochemists", bio), bio_negbin = model("glm.nb", "biochemists", bio),
  bio_zip = model("zeroinfl", "biochemists", paste(bio, "| fem + ment")),
  bio_zip_small = model("zeroinfl", "biochemists", "art ~ fem + kid5 + ment | ment"),
  bio_zinb = model("zeroinfl", "biochemists", paste(bio, "| fem + ment"), dist = "negbin"),
  bio_hurdle = model("hurdle", "biochemists", paste(bio, "| fem + ment")),
  bio_hurdle_small = model("hurdle", "biochemists", "art ~ fem + kid5 + ment | ment"),
  bio_hurdle_nb = model("hurdle", "biochemists", paste(bio, "| fem + ment"), dist = "negbin"),
  bio_small = model("glm", "biochemists", "art ~ fem + ment"), bio_one = model("glm", "biochemists", "art ~ 1"),
  bio_negbin_small = model("glm.nb", "biochemists", "art ~ fem + ment"),
  bio_subset = model("glm", "biochemists", bio, subset = "ment > 0"),
  bio_weighted = model("glm", "biochemists", "art ~ fem + ment", weights = "kid5 + 0.5"),
  bio_zip_weighted = model("zeroinfl", "biochemists", "art ~ fem + ment | ment", weights = "kid5 + 0.5"),
  nmes_poisson = model("glm", "nmes", nmes), nmes_negbin = model("glm.nb", "nmes", nmes),
  nmes_zip = model("zeroinfl", "nmes", nmes_zero), nmes_hurdle = model("hurdle", "nmes", nmes_zero),
  nmes_zinb = model("zeroinfl", "nmes", paste(nmes, "| school + gender"), dist = "negbin"),
  nmes_hurdle_nb = model("hurdle", "nmes", nmes_zero, dist = "negbin"),
  trips_poisson = model("glm", "recreation", trips), trips_negbin = model("glm.nb", "recreation", trips),
  trips_zip = model("zeroinfl", "recreation", trips_zero), trips_hurdle = model("hurdle", "recreation", trips_zero),
  trips_zinb = model("zeroinfl", "recreation", trips_zero, dist = "negbin"),
  trips_hurdle_nb = model("hurdle", "recreation", trips_zero, dist = "negbin"),
  insects_negbin = model("glm.nb", "insects", "count ~ spray"), dobson_negbin = model("glm.nb", "dobson", "counts ~ outcome"),
  quine_negbin = model("glm.nb", "quine", "Days ~ Eth + Sex + Age + Lrn"),
  mtcars_logit = model("glm", "mtcars", "am ~ wt + hp", family = "binomial"), mtcars_wt = model("glm", "mtcars", "am ~ wt", family = "binomial"),
  housing = model("polr", "housing", "Sat ~ Infl + Type + Cont", weights = "Freq"),
  housing_small = model("polr", "housing", "Sat ~ Infl + Cont", weights = "Freq"),
  housing_big = model("polr", "housing", "Sat ~ Infl * Type + Cont", weights = "Freq")
)
run <- function(m) {
  if (m$fun %in% c("zeroinfl", "hurdle")) return(at_its_tightest(m$fun, m))
  call <- call_of(m$fun, m)
  if (m$fun == "glm") call$family <- as.name(if (is.null(m$family)) "poisson" else m$family)
  if (m$fun == "polr") { call$control <- quote(list(reltol = 1e-15, maxit = 20000)); call$Hess <- TRUE }
  else call$control <- quote(glm.control(epsilon = 1e-14, maxit = 200))
  eval(call, globalenv())
}
for (name in unique(vapply(models, function(m) m$data, ""))) assign(name, read(name))
fits <- lapply(models, function(m) suppressWarnings(run(m)))
zeros <- function(f, m) {
  if (!m$data %in% c("biochemists", "nmes", "recreation", "quine")) return(NULL)
  y <- model.response(model.frame(f))
  list(observed = sum(y == 0), expected = if (m$fun == "glm") sum(dpois(0, fitted(f))) else
    if (m$fun == "glm.nb") sum(dnbinom(0, size = f$theta, mu = fitted(f))) else sum(predprob(f)[, 1]))
}
described <- Map(function(f, m) c(m, list(loglik = as.numeric(logLik(f)), df = attr(logLik(f), "df"), aic = AIC(f),
  bic = tryCatch(BIC(f), error = function(e) NULL), nobs = attr(logLik(f), "nobs"), zeros = zeros(f, m))), fits, models)

numbers <- function(text) {  # the z column of vuong()'s page
  rows <- grep("^(Raw|AIC-corrected|BIC-corrected)", strsplit(text, "\n")[[1]], value = TRUE)
  z <- as.numeric(sub("^\\S+\\s+(\\S+)\\s.*", "\\1", rows))
  list(z = z, p = pnorm(-abs(z)), alternative = sub(".*(model. > model.).*", "\\1", rows))
}
vuongs <- list(c("bio_poisson", "bio_zip"), c("bio_zip", "bio_poisson"), c("bio_negbin", "bio_zinb"), c("bio_hurdle", "bio_zip"),
  c("bio_hurdle_nb", "bio_zinb"), c("bio_poisson", "bio_negbin"), c("bio_zip", "bio_zinb"), c("bio_poisson", "bio_small"),
  c("bio_weighted", "bio_zip_weighted"), c("nmes_poisson", "nmes_zip"), c("nmes_negbin", "nmes_zinb"), c("nmes_hurdle", "nmes_zip"),
  c("nmes_hurdle_nb", "nmes_zinb"), c("trips_poisson", "trips_zip"), c("trips_negbin", "trips_zinb"), c("trips_hurdle", "trips_zip"),
  c("trips_hurdle_nb", "trips_zinb"), c("trips_poisson", "trips_negbin"), c("mtcars_logit", "mtcars_wt"), c("bio_poisson", "bio_poisson"),
  c("bio_poisson", "bio_subset"), c("bio_poisson", "nmes_poisson"), c("housing", "housing_small"))
vuong_case <- function(pair) {
  f <- fits[pair]
  said <- listen(page(vuong(f[[1]], f[[2]])))
  full <- if (is.null(said$error)) numbers(page({options(digits = 15); vuong(f[[1]], f[[2]])}))
  options(digits = 7)
  list(id = paste(c("vuong", pair), collapse = "-"), kind = "vuong", models = pair,
       results = c(list(warnings = I(said$warnings), error = said$error, page = said$value), full))
}
ask <- function(models, ...) list(models = I(models), more = list(...))
lrtests <- list(ask(c("bio_poisson", "bio_negbin")), ask(c("bio_negbin", "bio_zinb")), ask(c("bio_zip", "bio_zinb")),
  ask(c("bio_one", "bio_small", "bio_poisson")), ask(c("bio_poisson", "bio_zip", "bio_zinb")), ask(c("bio_small", "bio_poisson")),
  ask("bio_poisson"), ask("bio_poisson", "fem"), ask("bio_poisson", c("fem", "phd")), ask("bio_poisson", . ~ . - fem),
  ask("bio_poisson", 2), ask("bio_poisson", . ~ . - fem, . ~ 1), ask("bio_negbin"), ask("bio_negbin", "fem"), ask("bio_negbin", . ~ . - fem),
  ask(c("bio_negbin_small", "bio_negbin")), ask("bio_zip"), ask("bio_zip", "fem"), ask("bio_zip", . ~ . - fem), ask(c("bio_zip", "bio_zip_small")),
  ask("bio_hurdle"), ask("bio_hurdle", "fem"), ask(c("bio_hurdle_small", "bio_hurdle")), ask(c("bio_hurdle", "bio_hurdle_nb")),
  ask("housing"), ask("housing", "Type"), ask("housing", . ~ . - Type), ask(c("housing_small", "housing", "housing_big")),
  ask(c("bio_poisson", "bio_subset")), ask(c("bio_poisson", "nmes_poisson")), ask("bio_poisson", "nothing"), ask("bio_one"),
  ask(c("mtcars_wt", "mtcars_logit")), ask(c("bio_poisson", "bio_poisson")), ask(c("trips_poisson", "trips_zinb")), ask("bio_weighted", "fem"))
lrtest_case <- function(asked) {
  said <- listen(do.call(lrtest, c(unname(fits[asked$models]), asked$more)))
  words <- vapply(asked$more, function(m) paste(format(m), collapse = "+"), "")
  more <- lapply(asked$more, function(m) if (inherits(m, "formula")) deparse1(m) else m)
  list(id = paste(c("lrtest", asked$models, words), collapse = "-"), kind = "lrtest", models = asked$models, more = more,
       results = list(warnings = I(said$warnings), error = said$error, page = if (is.null(said$error)) page(print(said$value)),
                      table = if (is.null(said$error)) lapply(as.list(unclass(as.data.frame(said$value))), unname)))
}
od_case <- function(name, ...) {
  said <- listen(page(odTest(fits[[name]], ...)))
  list(id = paste(c("odtest", name, ...), collapse = "-"), kind = "odtest", models = I(name), more = list(...),
       results = list(warnings = I(said$warnings), error = said$error, page = said$value,
                      chisq = 2 * (described[[name]]$loglik - as.numeric(logLik(poisson_of(models[[name]]))))))
}
poisson_of <- function(m) glm(as.formula(m$formula), poisson, get(m$data), epsilon = 1e-14, maxit = 100)
ods <- list(od_case("bio_negbin"), od_case("nmes_negbin"), od_case("trips_negbin"), od_case("quine_negbin"), od_case("insects_negbin"), od_case("dobson_negbin"),
            od_case("bio_negbin", alpha = 0.01, digits = 6), od_case("bio_poisson"))
out <- list(models = described, cases = c(lapply(vuongs, vuong_case), lapply(lrtests, lrtest_case), ods))
write_cases(out, "choosing")
