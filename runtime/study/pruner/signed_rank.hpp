#pragma once
#include <vector>

namespace nilgrad::study {

/// Wilcoxon's signed-rank test of paired differences: the probability, if they were as likely to be below as above 0,
/// of ranks above 0 as large as these or larger. Equal differences share the mean of their ranks; zeros give half of
/// theirs to either side. Up to 50 differences it is exact, by counting all signs; beyond, the normal approximation
/// with the correction for ties. 1 where there is none.
double signed_rank_p(const std::vector<double>& differences);

}  // namespace nilgrad::study
