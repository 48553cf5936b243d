"""Who else acts on a pair: sanctions and pressure over the other, mediation, a common enemy, a patron, what holds up a matter."""
