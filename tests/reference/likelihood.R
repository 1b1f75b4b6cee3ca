# Profile intervals and jackknife intervals of svyglm for samples of the coverage study, from likelihood_samples.py.
source("common.R")
options(survey.replicates.mse = TRUE)
people <- read.csv(commandArgs(trailingOnly = TRUE)[1])
outcome <- y ~ x + age + female
for (number in unique(people$number)) {
  design <- svydesign(~psu, strata = ~stratum, weights = ~w, data = people[people$number == number, ], nest = TRUE)
  fit <- fit_model(outcome, design)
  say(number, "svyglm_likelihood", c("low", "high"), suppressMessages(confint(fit, "x", method = "likelihood")))
  replicates <- as.svrepdesign(design, type = "JKn")
  jackknife <- svyglm(outcome, replicates, family = quasibinomial(), control = tight)
  say(number, "jackknife", c("low", "high"), confint(jackknife, "x", ddf = degf(design) + 1 - length(coef(fit))))
}
write_reference("likelihood.csv")
