# Two logistic models of the same people and the difference of their coefficients, on R's api samples.
#
# The covariance of the two fits is taken from their influence values, apart from any stacking of rows.
source("common.R")
data(api)
prepare <- function(sample) {
  sample$y <- as.numeric(sample$api00 > 650)
  sample$control <- as.numeric(sample$meals > 40)
  sample$large <- as.numeric(sample$mobility > 15)
  sample
}
designs <- list(
  "strat" = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = prepare(apistrat)),
  "clus" = svydesign(id = ~dnum, weights = ~pw, data = prepare(apiclus1))
)
influence_of <- function(fit, design, term) {
  X <- model.matrix(fit)
  y <- fit$y
  p <- fitted(fit)
  w <- weights(design)
  information <- crossprod(X, X * (w * p * (1 - p)))
  values <- (X * (w * (y - p))) %*% solve(information)
  values[, match(term, colnames(X))]
}
for (name in names(designs)) {
  design <- designs[[name]]
  own <- fit_model(y ~ large + ell, design)
  first <- coef(own)[["large"]]
  h1 <- influence_of(own, design, "large")
  own <- fit_model(control ~ large + ell, design)
  second <- coef(own)[["large"]]
  h2 <- influence_of(own, design, "large")
  V <- svyrecvar(cbind(h1, h2), design$cluster, design$strata, design$fpc, postStrata = design$postStrata)
  say(name, "difference", "large", first - second)
  say(name, "std_error", "large", sqrt(V[1, 1] + V[2, 2] - 2 * V[1, 2]))
  say(name, "correlation", "large", V[1, 2] / sqrt(V[1, 1] * V[2, 2]))
  contrast <- svycontrast(structure(c(a = first, b = second), var = V, class = "svystat"), c(a = 1, b = -1))
  say(name, "contrast_se", "large", SE(contrast))
}
write_reference("control_differences.csv")
