# Direct standardization by svystandardize: means and proportions, overall, by groups, and in domains.
source("common.R")

# Rows of one standardized mean: estimate, its standard error, 95% CI, degrees of freedom and unweighted n.
# `over` names the columns whose combinations each get an estimate.
say_standardised <- function(case, variable, by, population, design, over = character()) {
  of <- function(names) as.formula(paste("~", if (length(names)) paste(names, collapse = " + ") else "1"))
  missing <- as.formula(paste("~", paste(c(variable, by, over), collapse = " + ")))
  standard <- svystandardize(design, of(by), of(over), population, excluding.missing = missing)
  labels <- if (length(over)) do.call(paste, standard$variables[over]) else rep("all", nrow(standard))
  for (label in sort(unique(labels))) {
    domain <- standard[labels == label, ]
    one <- svymean(of(variable), domain)
    limits <- confint(one, df = degf(domain))
    say(case, "mean", label, coef(one))
    say(case, "mean_se", label, SE(one))
    say(case, "mean_low", label, limits[1])
    say(case, "mean_high", label, limits[2])
    say(case, "mean_df", label, degf(domain))
    say(case, "mean_n", label, sum(weights(domain) != 0))
  }
}

# R's nhanes data: the ages and population of the example of svystandardize
data(nhanes)
levels(nhanes$agecat) <- c("0-19", "20-39", "40-59", "60+")
ages <- c(55901, 77670, 72816, 45364)
design <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
adults <- update(subset(design, agecat != "0-19"), agecat = droplevels(agecat))
say_standardised("nhanes", "HI_CHOL", "agecat", ages, design)
say_standardised("nhanes by race and sex", "HI_CHOL", "agecat", ages, design, c("race", "RIAGENDR"))
say_standardised("nhanes adults", "HI_CHOL", "agecat", ages[-1], adults)
say_standardised("nhanes adults by race", "HI_CHOL", "agecat", ages[-1], adults, "race")
# PSUs and whole strata without people
few <- subset(adults, race == 4 & SDMVSTRA < 84 & SDMVPSU < 3)
say_standardised("nhanes few", "HI_CHOL", "agecat", ages[-1], few)

# R's api samples: a quantity, by the type of school; finite population correction, clusters, a domain
strat <- read.csv("api_strat.csv")
clus <- read.csv("api_clus.csv")
types <- c(E = 4421, H = 755, M = 1018)
designs <- list(
  strat = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat),
  "strat fpc" = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat),
  clus = svydesign(id = ~dnum, weights = ~pw, data = clus)
)
for (case in names(designs)) {
  design <- update(designs[[case]], poor = ifelse(meals > 40, "poor", "rich"))
  say_standardised(case, "api00", "stype", types, design)
  say_standardised(paste(case, "by poor"), "api00", "stype", types, design, "poor")
}
say_standardised("strat domain", "api00", "stype", types, subset(designs$strat, ell > 20))
write_reference("standardised.csv")
