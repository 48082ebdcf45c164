#!/bin/bash
# run.sh NAME [seconds=60]: fuzzes one target and says what came of it. What is found on the way is kept in build/fuzz/corpus/NAME; a
# crash is left in build/fuzz/crashes/NAME, to be made small (-minimize_crash=1) and kept in tests/fuzz/corpus/NAME.
set -eu
cd "$(dirname "$0")/../.."
name=${1:?the name of a target: a folder of tests/fuzz/corpus} seconds=${2:-60}
mkdir -p "build/fuzz/corpus/$name" "build/fuzz/crashes/$name"
# The state of Lua that a target keeps grows now and then, which is no leak. A header may announce more memory than there is: that is to be refused as it is without the sanitizer.
export ASAN_OPTIONS=allocator_may_return_null=1 NILGRAD_THREADS=1
exec nice -n 19 "build/fuzz/tests/fuzz/nilgrad_fuzz_$name" -max_total_time="$seconds" -rss_limit_mb=2048 -malloc_limit_mb=8192 -timeout=20 \
  -artifact_prefix="build/fuzz/crashes/$name/" -detect_leaks=0 -print_final_stats=1 "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name"
