# R's api samples: designs with and without finite population correction, a domain, a single-PSU stratum.
source("common.R")
data(api)
kept <- c("dnum", "stype", "api00", "ell", "meals", "mobility", "pw", "fpc", "y")
prepare <- function(sample) {
  sample$y <- as.numeric(sample$sch.wide == "No")
  sample[, kept]
}
strat <- prepare(apistrat)
clus <- prepare(apiclus1)
write.csv(strat, "api_strat.csv", row.names = FALSE, quote = FALSE)
write.csv(clus, "api_clus.csv", row.names = FALSE, quote = FALSE)

say_all <- function(case, design, formula = y ~ ell + meals + mobility, tested = ~ell + meals) {
  say_model(case, formula, design, tested)
  say_proportion(case, "y", design)
  say_mean(case, "api00", design)
  design <- update(design, poor = cut(meals, c(-1, 20, 40, 60, 101)))
  say_independence(case, "y", "stype", design)
  say_independence(case, "stype", "poor", design)
  say_difference(case, "api00", "y", design)
}

stratified <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat)
say_all("strat", stratified)
say_all("strat factor", stratified, y ~ meals + stype, ~stype)
say_all("strat fpc", svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat))
say_all("strat domain", subset(stratified, ell > 20 & stype != "H"))
say_all("clus", svydesign(id = ~dnum, weights = ~pw, data = clus))
say_all("clus fpc", svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = clus))
say_all("no design", svydesign(id = ~1, weights = ~pw, data = clus))

# a certainty stratum: all of its 50 schools are in the sample
certain <- transform(strat, fpc = ifelse(stype == "H", 50, fpc))
say_all("certainty stratum", svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = certain))

# one school of type H only
lonely <- strat[strat$stype != "H" | cumsum(strat$stype == "H") == 1, ]
for (policy in c("adjust", "average", "certainty", "remove")) {
  options(survey.lonely.psu = policy)
  say_all(paste("lonely", policy), svydesign(id = ~1, strata = ~stype, weights = ~pw, data = lonely))
}
write_reference("api.csv")
