# R's nhanes data: PSUs nested in strata, categorical terms, missing values, domains that leave PSUs empty.
source("common.R")
data(nhanes)
levels(nhanes$agecat) <- c("0-19", "20-39", "40-59", "60+")
connection <- gzfile("nhanes_data.csv.gz", "w")
write.csv(nhanes, connection, row.names = FALSE, quote = FALSE, na = "")
close(connection)

design <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
adults <- subset(design, agecat != "0-19")
adults <- update(adults, agecat = droplevels(agecat))
model <- HI_CHOL ~ factor(race) + agecat + RIAGENDR
say_model("nhanes", model, design, ~agecat)
say_model("nhanes adults", model, adults, ~ factor(race))
known <- subset(design, !is.na(HI_CHOL))
say_proportion("nhanes", "HI_CHOL", known)
for (level in levels(nhanes$agecat)) {
  say_proportion("nhanes", "HI_CHOL", subset(known, agecat == level), level)
  say_mean("nhanes", "RIAGENDR", subset(design, agecat == level), level)
}
# few people: PSUs and whole strata without any
few <- subset(known, race == 4 & agecat == "60+" & SDMVSTRA < 84 & SDMVPSU < 3 & WTMEC2YR > 20000)
say("nhanes few", "n_psu", "", length(unique(few$cluster[, 1])))
say("nhanes few", "n_strata", "", length(unique(few$strata[, 1])))
say("nhanes few", "nobs", "", nrow(few))
say_mean("nhanes few", "HI_CHOL", few)
# comparisons: in all, in a domain, and where high cholesterol is known for few
for (case in c("nhanes", "nhanes adults")) {
  people <- if (case == "nhanes") known else subset(known, agecat != "0-19")
  for (by in c("race", "agecat", "RIAGENDR")) say_independence(case, by, "HI_CHOL", people)
  say_difference(case, "race", "HI_CHOL", people)
}
say_independence("nhanes few", "RIAGENDR", "HI_CHOL", few)
# a cell without people
say_independence("nhanes empty cell", "race", "HI_CHOL", subset(known, !(race == 4 & HI_CHOL == 1)))
write_reference("nhanes.csv")
