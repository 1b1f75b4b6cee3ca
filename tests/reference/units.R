# A made-up sample with rows of weight 0. PSUs are called 1, 2, ... within strata. Stratum "few" has a PSU without weight,
# "alone" a single PSU, "none" two PSUs without weight, "last" a single PSU without weight.
set.seed(17)
psus <- c(a = 3, b = 2, c = 4, d = 2, e = 3, f = 2, few = 2, alone = 1, none = 2, last = 1)
rows_of <- function(stratum) data.frame(stratum = stratum, psu = rep(seq_len(psus[stratum]), each = 9))
units <- do.call(rbind, lapply(names(psus), rows_of))
n <- nrow(units)
effect <- rnorm(n %/% 9)[rep(seq_len(n %/% 9), each = 9)]
units$wt <- round(rlnorm(n, 6, 0.8), 1)
units$wt[runif(n) < 0.15] <- 0
units$wt[units$stratum %in% c("none", "last") | (units$stratum == "few" & units$psu == 2)] <- 0
units$y <- round(20 + 3 * effect + rnorm(n, 0, 4), 2)
units$x <- round(rgamma(n, 4, 0.5), 2)
units$y[runif(n) < 0.08] <- NA
units$x[runif(n) < 0.04] <- NA
units$group <- sample(c("high", "low", "middle", NA), n, TRUE, c(0.3, 0.4, 0.25, 0.05))
units$sex <- sample(c("f", "m"), n, TRUE)
units$case <- as.integer(runif(n) < plogis(-1 + 0.4 * effect + (units$sex == "f") * 0.5))
units$inside <- as.integer(runif(n) < 0.6 & units$stratum != "b")
write.csv(units, "units.csv", row.names = FALSE, quote = FALSE, na = "")
