# How the reference scripts write a case: rows of case, quantity, term, value.
suppressMessages(library(survey))
options(warn = 1)

rows <- list()
tight <- list(epsilon = 1e-14, maxit = 100)
say <- function(case, quantity, term, value) {
  rows[[length(rows) + 1]] <<- data.frame(
    case = case, quantity = quantity, term = term, value = sprintf("%.17g", as.numeric(value))
  )
}

write_reference <- function(path) {
  blas <- sub(".*/", "", extSoftVersion()["BLAS"])
  head <- c(
    paste0("# Written by ", sub("csv$", "R", basename(path)), "; do not edit."),
    paste0("# ", R.version.string, "; survey ", packageVersion("survey"), "; ", blas)
  )
  writeLines(head, path)
  suppressWarnings(write.table(
    do.call(rbind, rows), path, append = TRUE, sep = ",", row.names = FALSE, quote = TRUE
  ))
}

fit_model <- function(formula, design) {
  # twice: R takes its standard errors from the weights before its last step, which the second run makes vanish
  fit <- svyglm(formula, design, family = quasibinomial(), control = tight)
  found <<- coef(fit)
  svyglm(formula, design, family = quasibinomial(), control = tight, start = found)
}

say_model <- function(case, formula, design, tested) {
  fit <- fit_model(formula, design)
  table <- coef(summary(fit))
  limits <- confint(fit)
  for (term in rownames(table)) {
    say(case, "params", term, table[term, 1])
    say(case, "bse", term, table[term, 2])
    say(case, "tvalues", term, table[term, 3])
    say(case, "pvalues", term, table[term, 4])
    say(case, "conf_low", term, limits[term, 1])
    say(case, "conf_high", term, limits[term, 2])
  }
  say(case, "df_resid", "", fit$df.residual)
  say(case, "nobs", "", nobs(fit))
  say(case, "cov_params", "last two", vcov(fit)[nrow(table), nrow(table) - 1])
  joint <- regTermTest(fit, tested)
  say(case, "wald_F", deparse(tested), joint$Ftest)
  say(case, "wald_df_num", deparse(tested), joint$df)
  say(case, "wald_df_den", deparse(tested), joint$ddf)
  say(case, "wald_p", deparse(tested), joint$p)
}

say_proportion <- function(case, variable, design, term = variable) {
  one <- svyciprop(as.formula(paste0("~", variable)), design, method = "beta")
  p <- as.numeric(coef(one))
  se <- sqrt(as.numeric(attr(one, "var")))
  say(case, "proportion", term, p)
  say(case, "proportion_se", term, se)
  say(case, "svyciprop_low", term, confint(one)[1])
  say(case, "svyciprop_high", term, confint(one)[2])
  # NCHS does not let the effective sample size exceed the sample size; R does
  people <- nrow(design)
  adjusted <- p * (1 - p) / se^2 * (qt(0.025, people - 1) / qt(0.025, degf(design)))^2
  effective <- min(people, adjusted)
  say(case, "capped", term, adjusted > people)
  say(case, "proportion_low", term, qbeta(0.025, effective * p, effective * (1 - p) + 1))
  say(case, "proportion_high", term, qbeta(0.975, effective * p + 1, effective * (1 - p)))
  say(case, "proportion_df", term, degf(design))
}

say_mean <- function(case, variable, design, term = variable) {
  one <- svymean(as.formula(paste0("~", variable)), design)
  limits <- confint(one, df = degf(design))
  say(case, "mean", term, coef(one))
  say(case, "mean_se", term, SE(one))
  say(case, "mean_low", term, limits[1])
  say(case, "mean_high", term, limits[2])
  say(case, "mean_df", term, degf(design))
}

say_independence <- function(case, one, other, design) {
  # a level without people in the domain makes R's X2 NaN
  design$variables <- droplevels(design$variables)
  test <- suppressWarnings(svychisq(as.formula(paste0("~", one, " + ", other)), design, statistic = "F"))
  term <- paste(one, "by", other)
  say(case, "independence_F", term, test$statistic)
  say(case, "independence_df_num", term, test$parameter[1])
  say(case, "independence_df_den", term, test$parameter[2])
  say(case, "independence_p", term, test$p.value)
}

say_difference <- function(case, variable, by, design) {
  test <- svyttest(as.formula(paste(variable, "~", by)), design)
  term <- paste(variable, "by", by)
  say(case, "difference", term, test$estimate)
  say(case, "difference_se", term, test$estimate / test$statistic)
  say(case, "difference_t", term, test$statistic)
  say(case, "difference_df", term, test$parameter)
  say(case, "difference_p", term, test$p.value)
}
