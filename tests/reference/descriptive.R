# Totals, ratios, quantiles and proportions of categories, by groups; and designs with rows of weight 0.
source("common.R")
shares <- c(0.1, 0.5, 0.75)

# R's rule "math", except that R 4.1 returns the second value for a share below that of the first
math <- function(x, w, p) {
  if (p * sum(w) < sum(w[x == min(x[w > 0])])) min(x[w > 0]) else survey:::qrule_math(x, w, p)
}

# One row of estimates: the estimate, its standard error and 95% CI, degrees of freedom and unweighted n.
say_row <- function(case, quantity, term, estimate, se, limits, design) {
  say(case, quantity, term, estimate)
  say(case, paste0(quantity, "_se"), term, se)
  say(case, paste0(quantity, "_low"), term, limits[1])
  say(case, paste0(quantity, "_high"), term, limits[2])
  say(case, paste0(quantity, "_df"), term, degf(design))
  say(case, paste0(quantity, "_n"), term, sum(weights(design) != 0))
}

say_statistics <- function(case, y, x, group, design, term = "all") {
  known <- function(name) design[!is.na(design$variables[[name]]), ]
  of <- function(name) as.formula(paste0("~", name))
  some <- known(y)
  one <- svymean(of(y), some)
  say_row(case, "mean", term, coef(one), SE(one), confint(one, df = degf(some)), some)
  one <- svytotal(of(y), some)
  say_row(case, "total", term, coef(one), SE(one), confint(one, df = degf(some)), some)
  both <- some[!is.na(some$variables[[x]]), ]
  one <- svyratio(of(y), of(x), both)
  say_row(case, "ratio", term, coef(one), SE(one), confint(one, df = degf(both)), both)
  one <- svyquantile(of(y), some, shares, ci = TRUE, qrule = math)[[y]]
  for (i in seq_along(shares)) {
    say_row(case, "quantile", paste(term, shares[i]), one[i, 1], one[i, 4], one[i, 2:3], some)
  }
  some <- known(group)
  some$variables[[group]] <- factor(some$variables[[group]])
  means <- svymean(of(group), some)
  totals <- svytotal(of(group), some)
  people <- sum(weights(some) != 0)
  for (i in seq_along(means)) {
    level <- paste(term, levels(some$variables[[group]])[i])
    p <- coef(means)[i]
    se <- SE(means)[i]
    effective <- min(people, p * (1 - p) / se^2 * (qt(0.025, people - 1) / qt(0.025, degf(some)))^2, na.rm = TRUE)
    limits <- qbeta(
      c(0.025, 0.975), effective * p + c(0, 1), effective * (1 - p) + c(1, 0)
    )
    say_row(case, "proportion", level, p, se, limits, some)
    limits <- confint(totals, df = degf(some))[i, ]
    say_row(case, "level_total", level, coef(totals)[i], SE(totals)[i], limits, some)
  }
}

say_groups <- function(case, y, x, group, by, design) {
  labels <- do.call(paste, design$variables[by])
  for (label in sort(unique(labels))) {
    domain <- design[labels == label, ]
    if (sum(weights(domain) != 0) > 0) say_statistics(case, y, x, group, domain, label)
  }
}

# R's api samples
strat <- read.csv("api_strat.csv")
clus <- read.csv("api_clus.csv")
designs <- list(
  strat = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat),
  "strat fpc" = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat),
  "fpc without weights" = svydesign(id = ~1, strata = ~stype, fpc = ~fpc, data = strat),
  clus = svydesign(id = ~dnum, weights = ~pw, data = clus),
  "simple random sample" = svydesign(id = ~1, weights = ~1, data = clus)
)
for (case in names(designs)) {
  design <- update(designs[[case]], poor = ifelse(meals > 40, "poor", "rich"))
  say_statistics(case, "api00", "meals", "stype", design)
  if (case %in% c("strat", "clus")) say_groups(case, "api00", "meals", "stype", c("poor", "y"), design)
}
say_statistics("strat domain", "api00", "meals", "stype", subset(designs$strat, ell > 20 & stype != "H"))

# Rows of weight 0: the data are described in units.R.
units <- read.csv("units.csv", na.strings = "")

say_zero <- function(case, design) {
  say_statistics(case, "y", "x", "group", design)
  if (grepl("average|domain", case)) say_groups(case, "y", "x", "group", c("sex", "case"), design)
  say_model(case, case ~ x + sex, design, ~x)
  known <- design[!is.na(design$variables$group) & !is.na(design$variables$y), ]
  say_independence(case, "group", "case", known)
  say_difference(case, "y", "sex", known)
  say(case, "n_psu_of_any_weight", "", length(unique(design$cluster[, 1])))
  say(case, "n_strata_of_any_weight", "", length(unique(design$strata[, 1])))
  say(case, "n_psu", "", length(unique(design$cluster[weights(design) != 0, 1])))
  say(case, "n_strata", "", length(unique(design$strata[weights(design) != 0, 1])))
}

for (policy in c("adjust", "average", "certainty", "remove")) {
  options(survey.lonely.psu = policy)
  design <- svydesign(id = ~psu, strata = ~stratum, weights = ~wt, nest = TRUE, data = units)
  say_zero(policy, design)
  say_zero(paste(policy, "domain"), subset(design, inside == 1))
}
options(survey.lonely.psu = "adjust")
say_zero("rows as units", svydesign(id = ~1, strata = ~stratum, weights = ~wt, data = units))
say_zero("no strata", svydesign(id = ~1, weights = ~wt, data = units))
ten_rows <- svydesign(id = ~1, weights = ~w, data = data.frame(y = 1:10, w = c(1, 0, 2, 1, 3, 1, 0, 2, 1, 1)))
one <- svymean(~y, ten_rows)
say("ten rows", "mean", "all", coef(one))
say("ten rows", "mean_se", "all", SE(one))
say("ten rows", "mean_df", "all", degf(ten_rows))

# "fail": an error where a stratum with rows in the domain has a single PSU, also if its rows have weight 0
options(survey.lonely.psu = "fail")
design <- svydesign(id = ~psu, strata = ~stratum, weights = ~wt, nest = TRUE, data = units)
for (left_out in c("nothing", "alone", "last", "alone last")) {
  domain <- subset(design, !(stratum %in% strsplit(left_out, " ")[[1]]) & !is.na(y))
  failed <- inherits(try(svymean(~y, domain), silent = TRUE), "try-error")
  say("fail", "failed", left_out, failed)
}

# The frame that to_frame() returned for the domain, as written by design_frame.py
options(survey.lonely.psu = "adjust")
frame <- cbind(read.csv("units_frame.csv"), y = units$y)
exported <- svydesign(~psu, strata = ~strata, weights = ~weight, nest = TRUE, data = frame)
known <- subset(exported, domain == "True" & !is.na(y))
one <- svymean(~y, known)
say("exported", "mean", "all", coef(one))
say("exported", "mean_se", "all", SE(one))
say("exported", "mean_df", "all", degf(known))
write_reference("descriptive.csv")
