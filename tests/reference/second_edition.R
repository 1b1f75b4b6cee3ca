# Rows of the study's second edition, as maximum likelihood estimates of svyglm.
# The people: those that second_edition_tables.py writes to the folder named as argument.
# A case reads: outcome, exposure, adjustment set, sample, pooled survey cycles, weight. A term is the position of a
# level after the reference, or 1.
source("common.R")
folder <- commandArgs(trailingOnly = TRUE)[1]

minimal <- c("age", "I(age^2)", "female", "factor(race)")
full <- c(minimal, "factor(education)", "factor(poverty)", "factor(smoking)", "bmi")
care <- c("insured", "usual_place", "factor(visits)")
sets <- list(
  crude = character(), minimal = minimal, full = full,
  care = c(full, care), minimal_care = c(minimal, care),
  phq2 = c(full, "phq2"), pain = c(full, "other_drug_for_pain"), antidepressants = c(full, "rx_antidepressant")
)
samples <- list(
  all = function(people) TRUE,
  users = function(people) people$user %in% 1,
  before = function(people) people$user %in% 1,
  no_iron = function(people) people$iron_supplement %in% 0,
  crp_le5 = function(people) people$crp_le5 %in% 1
)

read_people <- function(pool) {
  people <- read.csv(file.path(folder, paste0(pool, ".csv")))
  people[c("adult", "woman_20_49")] <- people[c("adult", "woman_20_49")] == "True"
  people
}
pools <- sapply(c("DE", "HIP", "HIJ", "P", "J"), read_people, simplify = FALSE)

# `form` is the exposure in the sample; `population` is that of the exposure; `add` is an adjuster that it requires
say_row <- function(outcome, exposure, set, pool, weight, sample = "all", categorical = FALSE, continuous = FALSE,
                    form = exposure, population = "adult", add = character()) {
  people <- pools[[pool]]
  people$wt <- people[[paste0("wt_", weight)]]
  people <- people[people$wt > 0, ]
  term <- if (categorical) paste0("factor(", form, ")") else form
  release <- if (nchar(pool) > 1) "factor(release)" else character()
  formula <- reformulate(c(term, sets[[set]], add, release), outcome)
  inside <- people[[population]] & samples[[sample]](people) & complete.cases(people[all.vars(formula)])
  whole <- svydesign(id = ~psu, strata = ~stratum, weights = ~wt, nest = TRUE, data = people)
  fit <- fit_model(formula, subset(whole, inside))
  # where a level has no cases there is no estimate, but svyglm converges on a large coefficient
  stopifnot(abs(coef(fit)) < 12)
  domain <- people[inside, ]
  case <- paste(outcome, exposure, set, sample, pool, weight)
  table <- coef(summary(fit))
  limits <- confint(fit)
  say(case, "n", "", nrow(domain))
  say(case, "cases", "", sum(domain[[outcome]]))
  say(case, "df", "", fit$df.residual)
  if (!categorical && !continuous) {
    say_size(case, c(sets[[set]], add, release), outcome, form, subset(whole, inside), fit$df.residual)
  }
  levels <- if (categorical) setdiff(sort(unique(domain[[form]])), 0) else 1
  for (level in levels) {
    coefficient <- if (categorical) paste0(term, level) else term
    say(case, "estimate", level, table[coefficient, 1])
    say(case, "std_error", level, table[coefficient, 2])
    say(case, "statistic", level, table[coefficient, 3])
    say(case, "p_value", level, table[coefficient, 4])
    say(case, "conf_low", level, exp(limits[coefficient, 1]))
    say(case, "conf_high", level, exp(limits[coefficient, 2]))
    if (continuous) next
    exposed <- domain[[form]] == level
    say(case, "n_exposed", level, sum(exposed))
    say(case, "cases_exposed", level, sum(domain[[outcome]][exposed]))
  }
}

# adjusted prevalences per 1,000 without and with a binary exposure: svypredmeans adds the exposure to a model without it
say_size <- function(case, adjusters, outcome, exposure, design, df) {
  without <- reformulate(if (length(adjusters)) adjusters else "1", outcome)
  once <- svyglm(without, design, family = quasibinomial(), control = tight)
  means <- svypredmeans(once, reformulate(exposure))
  difference <- svycontrast(means, c("0" = -1, "1" = 1))
  limits <- coef(difference) + c(-1, 1) * qt(0.975, df) * as.numeric(SE(difference))
  say(case, "prevalence_without", 1, 1000 * coef(means)[["0"]])
  say(case, "prevalence_with", 1, 1000 * coef(means)[["1"]])
  say(case, "difference", 1, 1000 * coef(difference))
  say(case, "difference_low", 1, 1000 * limits[1])
  say(case, "difference_high", 1, 1000 * limits[2])
}

say_row("treated", "ferritin_le75", "crude", "P", "exam")
say_row("treated", "ferritin_le75", "full", "P", "exam")
say_row("treated", "ferritin_le75", "minimal", "P", "exam", sample = "no_iron")
say_row("treated", "ferritin_le75", "minimal", "P", "exam", sample = "crp_le5")
say_row("treated", "ferritin_le100", "minimal", "P", "exam")
say_row("treated", "iron_low_aasm", "minimal", "P", "exam")
say_row("treated", "ferritin_who2020", "minimal", "P", "exam")
say_row("treated", "stfr_doubling", "minimal", "J", "exam", continuous = TRUE)
say_row("treated", "vitamin_d_lt50", "minimal", "HIJ", "exam")
say_row("treated", "caffeine", "minimal", "HIP", "diet1", categorical = TRUE, add = "energy")
say_row("treated", "iron_supplement", "minimal", "HIP", "interview")
say_row("treated", "rx_serotonergic", "full", "HIP", "exam", sample = "users")
say_row("treated", "rx_serotonergic", "care", "HIP", "exam", sample = "users")
say_row("treated", "rx_serotonergic", "phq2", "HIP", "exam", sample = "users")
say_row("treated", "rx_serotonergic", "pain", "HIP", "exam", sample = "users")
say_row("treated", "rx_serotonergic", "full", "HIP", "exam", sample = "before", form = "rx_serotonergic_before")
say_row("treated", "rx_antihistamine", "minimal", "HIP", "interview", sample = "users")
say_row("treated", "rx_ace_inhibitor", "minimal", "HIP", "interview", sample = "users")
say_row("treated", "rx_diuretic", "minimal", "HIP", "interview", sample = "users")
say_row("treated", "fibromyalgia_treated", "minimal", "HIP", "interview", sample = "users")
say_row("treated_firm", "rx_antipsychotic", "minimal", "HIP", "interview", sample = "users")
say_row("treated_firm", "rx_antipsychotic", "antidepressants", "HIP", "exam", sample = "users")
say_row("insomnia_treated", "rx_antidepressant_other_reason", "minimal", "HIP", "interview", sample = "users")
say_row("insomnia_treated", "smoking", "minimal", "HIP", "interview", categorical = TRUE)
say_row("diagnosed", "shift_work", "crude", "DE", "interview")
say_row("diagnosed", "rx_serotonergic", "minimal_care", "DE", "interview")
say_row("diagnosed_or_agonist", "rx_serotonergic", "minimal", "DE", "interview")
say_row("diagnosed_or_agonist", "smoking", "minimal", "DE", "interview", categorical = TRUE)
say_row("diagnosed_or_agonist", "ferritin_le75", "crude", "DE", "exam", population = "woman_20_49")
say_row("cataract", "rx_antidepressant", "minimal", "DE", "interview")
say_row("cataract", "kidney_told", "minimal", "DE", "interview")
write_reference("second_edition.csv")
