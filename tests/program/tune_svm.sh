# scripts/tune_svm.lua, a real learner by two processes: all are killed in the middle, and the script goes on.
. tests/program/expect.bash

setsid "$NILGRAD" scripts/tune_svm.lua "$scratch/svm" 8 2 >/dev/null 2>&1 &
group=$!
ended() {
  "$NILGRAD" -e "local loaded, study = pcall(require 'nilgrad.study'.load, '$scratch/svm/svm.db')
    print(loaded and study.counts.finished or 0)"
}
[[ -d $scratch/svm ]] || sleep 1
while kill -0 $group 2>/dev/null && { [[ ! -e $scratch/svm/svm.db ]] || [[ $(ended) -lt 3 ]]; }; do sleep 0.2; done
kill -9 -- -$group 2>/dev/null
wait $group 2>/dev/null
before=$(ended)
[[ $before -ge 3 && $before -lt 8 ]] || { echo "$before of 8 trials were finished before the kill" >&2; exit 1; }

run "$NILGRAD" scripts/tune_svm.lua "$scratch/svm" 8 2
expect_code 0
expect_stdout_has 'study svm: 8 trials'
expect_stdout_has ' 0 failed'
[[ $(ls "$scratch/svm/logs" | wc -l) = 8 ]] || { ls "$scratch/svm/logs" >&2; exit 1; }
