# Kernels compiled for an instruction set of their own and chosen at run time (no -march=native anywhere).
