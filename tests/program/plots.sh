# scripts/plots.lua draws one of every plot: in the terminal, and as a picture of each format.
. tests/program/expect.bash

run env LC_ALL=C COLUMNS=60 "$NILGRAD" scripts/plots.lua
expect_code 0
for words in 'best value - optimum, median and quartiles' 'share of (run, target) pairs reached' 'cosine to the gradient' 'smoothing step h' \
  'evaluations an estimate takes' 'voltage, V' 'covariance' 'steps' 'share of the variance that each parameter explains'; do
  expect_stdout_has "$words"
done
[[ $stdout != *[^[:print:][:space:]]* ]] || mismatch stdout 'ASCII alone' "$stdout"
while IFS= read -r line; do
  [[ ${#line} -le 60 || $line = 'no '* ]] || mismatch 'at most 60 letters' 60 "${#line}: $line"
done <<<"$stdout"

run "$NILGRAD" scripts/plots.lua --onyl lines
expect_code 2

command -v gnuplot >/dev/null || exit 0
for format in png svg pdf; do
  mkdir "$scratch/$format"
  run "$NILGRAD" scripts/plots.lua --out "$scratch/$format" --format $format
  expect_code 0
  for name in convergence ecdf cosine h queries lines image learning study; do
    [[ $(stat -c %s "$scratch/$format/$name.$format") -gt 4000 ]] || mismatch picture "$name.$format" 'none, or an empty one'
  done
done
