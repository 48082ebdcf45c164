# Kernels compiled for an instruction set of their own and chosen at run time (no -march=native anywhere).
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  set_source_files_properties(runtime/random/direction_avx2.cpp runtime/transformer/kernels/kernels_avx2.cpp PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma")
  # g++ 12 takes the undefined register inside its own AVX-512 intrinsics for an uninitialized variable (GCC bug 105593).
  set_source_files_properties(runtime/random/direction_avx512.cpp runtime/transformer/kernels/kernels_avx512.cpp PROPERTIES COMPILE_OPTIONS
    "-mavx2;-mfma;-mavx512f;-mavx512bw;-mavx512dq;-mavx512vl;-mprefer-vector-width=512;-Wno-uninitialized;-Wno-maybe-uninitialized")
  set_source_files_properties(runtime/transformer/kernels/bfloat16_avx512.cpp PROPERTIES COMPILE_OPTIONS
    "-mavx512f;-mavx512bw;-mavx512vl;-mavx512bf16;-Wno-uninitialized;-Wno-maybe-uninitialized")
  set_source_files_properties(runtime/transformer/kernels/bfloat16_amx.cpp PROPERTIES COMPILE_OPTIONS "-mamx-tile;-mamx-bf16")
endif()
