# broom's tidy, glance and augment of glm fits; McFadden's R-squared for regtable.
# Run from this folder; writes broom.json. R 4.2.2, broom 1.0.3.
suppressMessages({library(jsonlite); library(broom)})
CASES <- fromJSON(r"---(
{
 "budworm": {"data": "budworm", "formula": "cbind(numdead, 20 - numdead) ~ sex * ldose", "family": "binomial()"},
 "menarche": {"data": "menarche", "formula": "cbind(Menarche, Total - Menarche) ~ Age", "family": "binomial('probit')"},
 "clotting": {"data": "clotting", "formula": "lot1 ~ log(u)", "family": "Gamma()"},
 "warp": {"data": "warpbreaks", "formula": "breaks ~ wool * tension", "family": "quasipoisson()", "weights": "rep(1:3, 18)"},
 "zero": {"data": "warpbreaks", "formula": "breaks ~ wool + tension", "family": "poisson()", "weights": "rep(0:2, 18)", "zero": true},
 "insurance": {"data": "insurance", "formula": "Claims ~ District + Group + Age + offset(log(Holders))", "family": "poisson()"},
 "ships": {"data": "ships", "formula": "incidents ~ type + year", "family": "poisson()", "offset": "log(service)", "subset": "service > 0"},
 "airquality": {"data": "airquality", "formula": "Ozone ~ Solar.R + Wind + Temp", "family": "gaussian('log')"},
 "toy": {"data": "toy", "formula": "count ~ x + twice + g", "family": "poisson()"},
 "esoph": {"data": "esoph", "formula": "cbind(ncases, ncontrols) ~ agegp + as.numeric(tobgp)", "family": "binomial()"},
 "infert": {"data": "infert", "formula": "case ~ spontaneous + induced + education", "family": "binomial()", "subset": "age < 30"},
 "trees": {"data": "trees", "formula": "Volume ~ log(Girth) + log(Height)", "family": "gaussian()"}
}
)---", simplifyVector = FALSE)
SETS <- fromJSON(file.path("data", "types.json"), simplifyVector = FALSE)
read <- function(name) {
  d <- read.csv(file.path("data", paste0(name, ".csv")), colClasses = "character")
  names(d) <- names(SETS[[name]])
  for (column in names(d)) {
    kind <- SETS[[name]][[column]]
    v <- d[[column]]
    v[v == "" | v == "NA"] <- NA
    d[[column]] <- if (is.list(kind)) factor(v, unlist(kind$levels), ordered = kind$ordered)
      else if (kind == "logical") as.logical(v) else if (kind == "string") v else as.numeric(v)
  }
  d
}
columns <- function(frame) lapply(as.list(frame), unname)
added <- function(frame) columns(frame[grep("^[.]", setdiff(names(frame), ".rownames"), value = TRUE)])
one <- function(case) {
  d <- read(case$data)
  args <- list(as.formula(case$formula), family = eval(parse(text = case$family)), data = d,
               control = list(epsilon = 1e-12, maxit = 100))
  if (!is.null(case$weights)) args$weights <- eval(parse(text = case$weights), d)
  if (!is.null(case$offset)) args$offset <- eval(parse(text = case$offset), d)
  if (!is.null(case$subset)) args$subset <- eval(parse(text = case$subset), d)
  f <- suppressWarnings(do.call(glm, args))
  out <- list(
    tidy = columns(suppressMessages(tidy(f, conf.int = TRUE))),
    exponentiated = columns(suppressMessages(
      tidy(f, conf.int = TRUE, conf.level = 0.9, exponentiate = TRUE))),
    wald = unname(confint.default(f)),
    glance = columns(glance(f)))
  if (is.null(case$zero)) { # broom 1.0.3 has no augment() of rows of weight 0
    out$frame <- setdiff(names(augment(f)), ".rownames")
    out$augment <- added(augment(f, se_fit = TRUE))
    out$response <- added(
      augment(f, type.predict = "response", type.residuals = "pearson", se_fit = TRUE))[c(".fitted", ".se.fit", ".resid", ".std.resid")]
  }
  if (is.null(case$offset)) {
    new <- d[seq(1, nrow(d), by = 7), ]
    out$new <- added(suppressWarnings(augment(f, newdata = new, type.predict = "response", se_fit = TRUE)))
  }
  if (f$family$family %in% c("poisson", "binomial"))
    out$mcfadden <- 1 - as.numeric(logLik(f)) / as.numeric(logLik(suppressWarnings(glm(
      f$y ~ 1, f$family, weights = f$prior.weights, offset = f$offset, control = args$control))))
  out
}
out <- lapply(CASES, function(case) list(case = lapply(case, unbox), theirs = one(case)))
write(toJSON(out, digits = NA, na = "null", auto_unbox = FALSE), "broom.json")
