# Restricted cubic splines and weighted quantiles on R's api samples; the columns of the spline are written out.
source("common.R")
strat <- read.csv("api_strat.csv")
clus <- read.csv("api_clus.csv")
shares <- c(0.02, 0.05, 0.1, 0.35, 0.5, 0.65, 0.9, 0.95, 0.98)

say_quantiles <- function(case, variable, design) {
  found <- svyquantile(as.formula(paste0("~", variable)), design, shares, qrule = "math", ci = FALSE)
  for (i in seq_along(shares)) say(case, paste("quantile", variable), shares[i], found[[variable]][i])
}

# Harrell's columns, one knot at a time
bent <- function(x, knots, j) {
  k <- length(knots)
  cube <- function(t) ifelse(x > t, (x - t)^3, 0)
  wide <- knots[k] - knots[k - 1]
  (cube(knots[j]) - cube(knots[k - 1]) * (knots[k] - knots[j]) / wide
    + cube(knots[k]) * (knots[k - 1] - knots[j]) / wide) / (knots[k] - knots[1])^2
}

say_curve <- function(case, design, percent, reference, values) {
  knots <- svyquantile(~meals, design, percent / 100, qrule = "math", ci = FALSE)$meals[1, ]
  for (j in seq_along(knots)) say(case, "knot", j, knots[j])
  columns <- "meals"
  for (j in seq_len(length(knots) - 2)) {
    design$variables[[paste0("bent", j)]] <- bent(design$variables$meals, knots, j)
    columns <- c(columns, paste0("bent", j))
  }
  formula <- as.formula(paste("y ~", paste(columns, collapse = " + "), "+ mobility"))
  fit <- svyglm(formula, design, family = quasibinomial(), control = tight)
  found <<- coef(fit)
  fit <- svyglm(formula, design, family = quasibinomial(), control = tight, start = found)
  for (test in c("association", "curvature")) {
    tested <- if (test == "association") columns else columns[-1]
    joint <- regTermTest(fit, as.formula(paste("~", paste(tested, collapse = " + "))))
    say(case, test, "F", joint$Ftest)
    say(case, test, "df_num", joint$df)
    say(case, test, "df_den", joint$ddf)
    say(case, test, "p", joint$p)
  }
  for (value in values) {
    contrast <- c(meals = value - reference)
    for (j in seq_len(length(knots) - 2)) {
      contrast[paste0("bent", j)] <- bent(value, knots, j) - bent(reference, knots, j)
    }
    odds <- svycontrast(fit, contrast)
    reach <- qt(0.975, fit$df.residual) * SE(odds)
    say(case, "estimate", value, coef(odds))
    say(case, "std_error", value, SE(odds))
    say(case, "conf_low", value, coef(odds) - reach)
    say(case, "conf_high", value, coef(odds) + reach)
  }
}

stratified <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat)
clustered <- svydesign(id = ~dnum, weights = ~pw, data = clus)
domain <- subset(stratified, ell > 20 & stype != "H")
for (variable in c("api00", "meals", "ell")) {
  say_quantiles("strat", variable, stratified)
  say_quantiles("domain", variable, domain)
  say_quantiles("clus", variable, clustered)
}
say_curve("strat 3", stratified, c(10, 50, 90), 30, c(5, 20, 50, 80, 98))
say_curve("strat 4", stratified, c(5, 35, 65, 95), 30, c(5, 20, 50, 80, 98))
say_curve("clus 4", clustered, c(5, 35, 65, 95), 40, c(10, 60, 90))
write_reference("curves.csv")
