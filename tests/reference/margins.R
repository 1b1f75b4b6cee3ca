# Predictions, adjusted prevalences (predictive margins) and offsets of logistic models, on R's api samples.
source("common.R")
data(api)
prepare <- function(sample) {
  sample$y <- as.numeric(sample$api00 > 650)
  sample$large <- as.numeric(sample$mobility > 15)
  sample$poor <- as.numeric(sample$meals > 40)
  sample$exposure <- sample$mobility / 20
  sample
}
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = prepare(apistrat))
clus <- svydesign(id = ~dnum, weights = ~pw, data = prepare(apiclus1))
designs <- list(
  "strat" = strat,
  "strat fpc" = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = prepare(apistrat)),
  "strat domain" = subset(strat, mobility > 5 & stype != "M"),
  "clus" = clus
)
fit_of <- function(formula, design) {
  fit <- svyglm(formula, design, family = quasibinomial(), control = tight)
  found <<- coef(fit)
  svyglm(formula, design, family = quasibinomial(), control = tight, start = found)
}

say_margins <- function(case, means, levels) {
  pairs <- attr(means, "var")
  for (level in levels) {
    m <- coef(means)[[level]]
    say(case, "prevalence", level, m)
    say(case, "prevalence_se", level, sqrt(pairs[level, level]))
    if (level == levels[1]) next
    difference <- svycontrast(means, setNames(list(c(1, -1)), level) |>
      lapply(function(w) setNames(w, c(level, levels[1]))))
    say(case, "difference", level, coef(difference))
    say(case, "difference_se", level, SE(difference))
    logs <- bquote(log(.(as.name(level))) - log(.(as.name(levels[1]))))
    ratio <- svycontrast(means, logs)
    say(case, "ratio", level, exp(coef(ratio)))
    say(case, "ratio_se", level, SE(ratio))
  }
}

for (name in names(designs)) {
  design <- designs[[name]]
  design$variables <- droplevels(design$variables)
  adjusted <- svyglm(y ~ ell + mobility, design, family = quasibinomial(), control = tight)
  say_margins(paste(name, "binary"), svypredmeans(adjusted, ~large), c("0", "1"))
  crossed <- svyglm(y ~ ell * mobility, design, family = quasibinomial(), control = tight)
  types <- intersect(c("E", "H", "M"), as.character(design$variables$stype))
  # svypredmeans sets the group to one element of `predictat`, which must carry all levels
  say_margins(paste(name, "factor"), svypredmeans(crossed, ~stype, predictat = factor(types)), types)
  cells <- c("0.0", "1.0", "0.1", "1.1")
  design <- update(design, cell = interaction(large, poor))
  both <- svypredmeans(svyglm(y ~ ell, design, family = quasibinomial(), control = tight), ~cell,
    predictat = factor(cells, levels(design$variables$cell)))
  say_margins(paste(name, "cells"), both, c("0.0", "1.0"))
  say_margins(paste(name, "cells"), both, c("0.1", "1.1"))

  interaction_fit <- fit_of(y ~ large * poor + stype, design)
  new <- data.frame(large = c(0, 1, 1), poor = c(1, 0, 1), stype = "E")
  links <- predict(interaction_fit, newdata = new, type = "link")
  probabilities <- predict(interaction_fit, newdata = new, type = "response")
  for (row in 1:3) {
    say(name, "linear", row, coef(links)[row])
    say(name, "linear_se", row, SE(links)[row])
    say(name, "probability", row, coef(probabilities)[row])
    say(name, "probability_se", row, SE(probabilities)[row])
  }

  shifted <- fit_of(y ~ ell + mobility + offset(exposure), design)
  for (term in names(coef(shifted))) {
    say(name, "offset_params", term, coef(shifted)[[term]])
    say(name, "offset_bse", term, SE(shifted)[[term]])
  }
  say(name, "offset_fitted", "first", fitted(shifted)[1])
}
write_reference("margins.csv")
