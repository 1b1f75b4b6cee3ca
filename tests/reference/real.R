# Three models, and cases compared with others, at real weight scale.
# The people: those that real_tables.py writes to the folder named as argument.
source("common.R")
folder <- commandArgs(trailingOnly = TRUE)[1]
design_of <- function(which) {
  people <- read.csv(file.path(folder, paste0(which, ".csv")))
  people$race <- factor(people$race)
  people$adult <- people$adult == "True"
  whole <- svydesign(id = ~psu, strata = ~stratum, weights = ~wt, nest = TRUE, data = people)
  subset(whole, adult)
}
early <- design_of("early")
late <- design_of("late")
say_model("cramps", cramps ~ diabetes + age + I(age^2) + female + race + release, early, ~race)
say_model("diagnosed", diagnosed ~ diabetes + age + I(age^2) + female + release, early, ~ age + I(age^2))
say_model("treated", treated ~ age + I(age^2) + female + race + release, late, ~release)
say_proportion("diagnosed", "diagnosed", subset(early, !is.na(diagnosed)))
say_proportion("treated", "treated", subset(late, !is.na(treated)))
for (by in c("female", "race", "diabetes")) {
  say_independence("diagnosed", by, "diagnosed", subset(early, !is.na(diagnosed) & !is.na(diabetes)))
  say_independence("cramps", by, "cramps", subset(early, !is.na(cramps) & !is.na(diabetes)))
}
say_difference("diagnosed", "age", "diagnosed", subset(early, !is.na(diagnosed) & !is.na(diabetes)))
say_difference("treated", "age", "treated", subset(late, !is.na(treated)))
say_independence("treated", "race", "treated", subset(late, !is.na(treated)))
write_reference("real.csv")
